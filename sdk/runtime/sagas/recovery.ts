import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { SagaHost, VaultLog } from '@nimbusvault/sdk/kernel';
import { createRunSignals, type RunSignals } from './runSignals.ts';
import { becomeVisible, claimAbandonedRuns, type AbandonedRun } from './abandonedRuns.ts';

const lookEveryMs = 200;
const looksToTheWhole = 10;
const retryMs = 500;
const mostOwners = 2 ** 31 - 1;

/** The dependencies of recovery. */
interface RecoveryOptions {
  readonly databaseUrl: string;
  readonly schemaName: string;
  /** The workflows that this process can continue: `<name>.v<version>`. */
  readonly workflows: readonly string[];
  readonly participants: SagaHost['participants'];
  readonly log: VaultLog;
}

/** The services of a process for the runs in its hands and for those that others have left. */
export interface Recovery {
  readonly host: SagaHost;
  /** Aborts when the process stops: its runs are left in their recorded state. */
  readonly signal: AbortSignal;
  /** Continues runs of dead processes until `stop`; resolves once this process is seen by its peers. */
  start(resumeRun: (run: AbandonedRun) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
}

interface Hands {
  owner: number | null;
  readonly held: Set<string>;
  readonly signals: RunSignals;
  readonly stopping: AbortController;
}

/**
 * Every process holds an advisory lock on a connection of its own: it is alive as long as it holds it, and kill -9 frees
 * it. A few times a second each looks for runs whose owner's lock is gone, and takes them. There is no coordinator.
 */
export function createRecovery(options: RecoveryOptions): Recovery {
  const hands: Hands = {
    owner: null,
    held: new Set(),
    signals: createRunSignals(),
    stopping: new AbortController(),
  };
  const { signal } = hands.stopping;
  let ended: Promise<void> = Promise.resolve();
  return {
    host: hostOf(hands, options),
    signal,
    start(resumeRun) {
      const seen = Promise.withResolvers<void>();
      ended = keepVisible(options, hands, { resumeRun, seen: seen.resolve });
      return seen.promise;
    },
    async stop() {
      hands.stopping.abort();
      await ended;
      while (hands.held.size > 0) await pause(10);
    },
  };
}

function hostOf(hands: Hands, { participants }: RecoveryOptions): SagaHost {
  return {
    owner: () => hands.owner,
    hold(run) {
      hands.held.add(run);
      return { [Symbol.dispose]: () => void hands.held.delete(run) };
    },
    participants,
    answered: (run, milliseconds) => hands.signals.wait(run, milliseconds),
  };
}

interface Work {
  readonly resumeRun: (run: AbandonedRun) => Promise<void>;
  readonly seen: () => void;
}

async function keepVisible(options: RecoveryOptions, hands: Hands, work: Work): Promise<void> {
  const { signal } = hands.stopping;
  while (!signal.aborted) {
    try {
      await lookOnOneConnection(options, hands, work);
    } catch (error) {
      if (!signal.aborted) options.log.warn({ err: error }, 'recovery was interrupted; it starts again');
    }
    hands.owner = null;
    await pause(retryMs, undefined, { signal }).catch(() => {});
  }
}

async function lookOnOneConnection(
  options: RecoveryOptions,
  hands: Hands,
  { resumeRun, seen }: Work,
): Promise<void> {
  const { databaseUrl: connectionString, schemaName, workflows } = options;
  const { signal } = hands.stopping;
  const database = new pg.Client({ connectionString, keepAlive: true });
  const lost = Promise.withResolvers<never>();
  lost.promise.catch(() => {});
  database.on('error', lost.reject);
  database.on('notification', ({ payload }) => hands.signals.notify(payload ?? ''));
  try {
    await database.connect();
    const owner = randomInt(1, mostOwners);
    await becomeVisible(database, schemaName, owner);
    hands.owner = owner;
    seen();
    for (let look = 0; ; look += 1) {
      const abandoned = await claimAbandonedRuns(database, {
        schemaName,
        owner,
        workflows,
        held: [...hands.held],
        onlyRecent: look % looksToTheWhole > 0,
      });
      for (const run of abandoned) void takeUp(run, hands, { resumeRun, log: options.log });
      await Promise.race([pause(lookEveryMs, undefined, { signal }), lost.promise]);
    }
  } finally {
    await database.end().catch(() => {});
  }
}

async function takeUp(
  abandoned: AbandonedRun,
  { held, stopping }: Hands,
  { resumeRun, log }: Pick<Work, 'resumeRun'> & Pick<RecoveryOptions, 'log'>,
): Promise<void> {
  const { org, id: run, workflow } = abandoned;
  held.add(run);
  try {
    log.info({ org, run, workflow }, 'a run that its process has left is taken over');
    await resumeRun(abandoned);
  } catch (error) {
    if (!stopping.signal.aborted)
      log.warn({ err: error, org, run, workflow }, 'a run was left where it is; it is taken again');
  } finally {
    held.delete(run);
  }
}
