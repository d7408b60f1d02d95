/** A clause is broken: the fact, in a sentence. */
export class Broken extends Error {}

/** A clause does not concern this process: the reason, in a sentence. */
export class LeftOut extends Error {}

/** Throws Broken unless it is true. */
export function demand(isSo: boolean, fact: string): void {
  if (!isSo) throw new Broken(fact);
}

/** Returns the value, or leaves the clause out without one. */
export function given<Value>(value: Value | undefined, reason: string): Value {
  if (value === undefined) throw new LeftOut(reason);
  return value;
}
