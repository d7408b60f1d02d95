const longestWaitMs = 250;

/** Wakes the callers that wait for news of a run. */
export interface RunSignals {
  /** Resolves at the next notification of `run`, or after so many milliseconds. */
  wait(run: string, milliseconds: number): Promise<void>;
  notify(run: string): void;
}

/** Notifications can be lost with their connection: nobody waits for one longer than a quarter of a second. */
export function createRunSignals(): RunSignals {
  const waiting = new Map<string, Set<() => void>>();
  return {
    async wait(run, milliseconds) {
      const notified = Promise.withResolvers<void>();
      const waiters = waiting.get(run) ?? new Set();
      waiting.set(run, waiters.add(notified.resolve));
      const timer = setTimeout(notified.resolve, Math.max(0, Math.min(milliseconds, longestWaitMs)));
      await notified.promise;
      clearTimeout(timer);
      waiters.delete(notified.resolve);
      if (waiters.size === 0) waiting.delete(run);
    },
    notify(run) {
      for (const resolve of waiting.get(run) ?? []) resolve();
    },
  };
}
