import { setTimeout as pause } from 'node:timers/promises';
import { VaultError } from '../kernel/index.ts';
import type { TaskProgress } from './BackgroundTask.ts';
import type { TaskVault } from './defineTask.ts';
import { lineOf } from './handlerError.ts';

const betweenWritesMs = 250;

/** Takes what a try tells, and writes the newest of it. */
export interface Reporter {
  readonly report: TaskVault['progress'];
  /** Resolves once the last report is written; a later report is dropped. */
  end(): Promise<void>;
}

/** Writes at most four reports a second, one at a time: a task may tell more often than a database should hear it. */
export function reportTo(write: (progress: TaskProgress) => Promise<void>): Reporter {
  const ending = new AbortController();
  let newest: TaskProgress | undefined;
  let writing: Promise<void> | undefined;
  const writeAll = async () => {
    while (newest) {
      const next = newest;
      newest = undefined;
      await write(next);
      await pause(betweenWritesMs, undefined, { signal: ending.signal, ref: false }).catch(() => {});
    }
    writing = undefined;
  };
  return {
    report(done, total, note) {
      if (ending.signal.aborted) return;
      newest = progressOf({ done, total, note });
      writing ??= writeAll();
    },
    async end() {
      ending.abort();
      await writing;
    },
  };
}

interface Told {
  readonly done: number;
  readonly total: number | undefined;
  readonly note: string | undefined;
}

function progressOf({ done, total, note }: Told): TaskProgress {
  refuseNoCount(done);
  if (total !== undefined) refuseNoCount(total);
  const line = note === undefined ? null : lineOf(note);
  return { done, total: total ?? null, note: line, at: new Date().toISOString() };
}

function refuseNoCount(count: number): void {
  if (Number.isFinite(count) && count >= 0) return;
  throw new VaultError('BAD_USER_INPUT', `Progress is a number from 0; got ${count}.`);
}
