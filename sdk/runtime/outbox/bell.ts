const longestDeafMs = 250;

/** Wakes those who wait for news of a run. */
export interface Bell {
  /** Resolves at the next ring for `run`, or after so many milliseconds. */
  wait(run: string, milliseconds: number): Promise<void>;
  ring(run: string): void;
}

/** Notifications can be lost with their connection: nobody waits for one longer than a quarter of a second. */
export function createBell(): Bell {
  const waiting = new Map<string, Set<() => void>>();
  return {
    async wait(run, milliseconds) {
      const rung = Promise.withResolvers<void>();
      const bells = waiting.get(run) ?? new Set();
      waiting.set(run, bells.add(rung.resolve));
      const timer = setTimeout(rung.resolve, Math.max(0, Math.min(milliseconds, longestDeafMs)));
      await rung.promise;
      clearTimeout(timer);
      bells.delete(rung.resolve);
      if (bells.size === 0) waiting.delete(run);
    },
    ring(run) {
      for (const resolve of waiting.get(run) ?? []) resolve();
    },
  };
}
