const keptMs = 60_000;

/** What several use at the same time is there once, until nobody has used it for a minute. */
export interface Leases<Value, Options> {
  take(key: string, options: Options): Lease<Value>;
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

export function openLeases<Value, Options>(
  open: (options: Options) => Value,
  close: (value: Value) => Promise<void>,
): Leases<Value, Options> {
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
    take(key, options) {
      const leased = all.get(key) ?? { value: open(options), users: 0 };
      all.set(key, leased);
      clearTimeout(leased.ending);
      leased.users += 1;
      return { value: leased.value, end: () => end(key, leased) };
    },
    async close() {
      await Promise.all([...all.values()].map(({ value }) => close(value)));
    },
  };
}
