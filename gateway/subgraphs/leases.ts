const keptMs = 60_000;

/** A resource that several share exists once, until it has been unused for a minute. */
interface Leases<Value> {
  /** Opens the resource unless it is open under that key. */
  take(key: string, open: () => Value): Lease<Value>;
  /** Closes everything. */
  close(): Promise<void>;
}

export interface Lease<Value> {
  readonly value: Value;
  end(): void;
}

interface Leased<Value> {
  readonly value: Value;
  users: number;
  ending?: NodeJS.Timeout | undefined;
}

export function openLeases<Value>(close: (value: Value) => Promise<void>): Leases<Value> {
  const all = new Map<string, Leased<Value>>();
  const end = (key: string, leased: Leased<Value>) => {
    leased.users -= 1;
    if (leased.users > 0) return;
    leased.ending = setTimeout(() => {
      all.delete(key);
      void close(leased.value);
    }, keptMs).unref();
  };
  return {
    take(key, open) {
      const leased = all.get(key) ?? { value: open(), users: 0 };
      all.set(key, leased);
      clearTimeout(leased.ending);
      leased.users += 1;
      return { value: leased.value, end: () => end(key, leased) };
    },
    async close() {
      const leased = [...all.values()];
      all.clear();
      for (const { ending } of leased) clearTimeout(ending);
      await Promise.all(leased.map(({ value }) => close(value)));
    },
  };
}
