import { setTimeout as pause } from 'node:timers/promises';
import { VaultError } from '../kernel/index.ts';
import type { TaskProgress } from './BackgroundTask.ts';
import type { TaskVault } from './defineTask.ts';
import { lineOf } from './handlerError.ts';

const betweenWritesMs = 250;

/** Receives the reports of a try, and writes the newest. */
export interface Reporter {
  readonly report: TaskVault['progress'];
  /** Resolves once the last report is written; later reports are ignored. */
  end(): Promise<void>;
}

/** Writes at most four reports a second, one at a time: a task may report more often than a database should be written to. */
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
