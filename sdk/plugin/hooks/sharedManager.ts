import type { EntityManager } from '@mikro-orm/core';

/** The parts that the eight primitives of a service need. */
const shareable = new Set<string | symbol>([
  'count',
  'create',
  'find',
  'findByCursor',
  'findOne',
  'flush',
  'getMetadata',
  'getSessionContext',
  'isInTransaction',
  'nativeDelete',
  'nativeUpdate',
  'persist',
]);

/** Thrown if a handler needs a transaction of its own. */
export class NotShareable extends Error {}

/**
 * The manager of a transaction that several handlers share. It refuses everything except the eight primitives: locks and
 * savepoints would isolate handlers, or roll back their work, only if each had a transaction of its own.
 */
export function sharedManager(em: EntityManager): EntityManager {
  return new Proxy(em, {
    get(target, name) {
      if (!shareable.has(name)) throw new NotShareable(String(name));
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? guarded(member.bind(target)) : member;
    },
  });
}

function guarded(method: (...args: unknown[]) => unknown) {
  return (...args: unknown[]) => {
    if (args.some((each) => hasLock(each))) throw new NotShareable('lockMode');
    return method(...args);
  };
}

function hasLock(argument: unknown): boolean {
  return typeof argument === 'object' && argument !== null && 'lockMode' in argument;
}
