import type { EventEmitter } from 'node:events';

const idlePollMs = 1_000;

/** Wakes a relay to read the outbox. One caller waits at a time. */
export interface WakeUps {
  /** Resolves at a notification, at once if one has arrived meanwhile, or after a second or `patienceMs`; throws once the connection is lost. */
  next(patienceMs?: number): Promise<void>;
  /** The connection is given up. */
  lose(reason: Error): void;
}

/** The notifications of a connection. What waits is one promise, which every wake settles, so that nothing gathers. */
export function wakeUps(database: Pick<EventEmitter, 'on'>): WakeUps {
  let lost: Error | undefined;
  let rung = false;
  let wake: (() => void) | undefined;
  const lose = (reason: Error) => {
    lost ??= reason;
    wake?.();
  };
  database.on('notification', () => {
    rung = true;
    wake?.();
  });
  database.on('error', lose);
  database.on('end', () => lose(new Error('The database connection has ended.')));
  const waking = () => new Promise<void>((resolve) => (wake = resolve));
  return {
    lose,
    async next(patienceMs = idlePollMs) {
      const waits = waking();
      const timer = setTimeout(() => wake?.(), patienceMs).unref();
      if (rung || lost) wake?.();
      await waits;
      clearTimeout(timer);
      rung = false;
      if (lost) throw lost;
    },
  };
}
