import { url as debuggerUrl } from 'node:inspector';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { activities } from '@nimbusvault/sdk/kernel';
import type { Watched } from './watchdog.ts';

const beatEveryMilliseconds = 500;
const mostActivityBytes = 300;
const leanThread = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 };

/** The differences between processes that are watched. */
interface WatchOptions {
  /** The name in its log. */
  readonly name: string;
  /** The process that started this one and starts it again; this one is killed some time after it has ended. */
  readonly parent?: { readonly pid: number; readonly graceMilliseconds: number } | undefined;
  /** The event loop must turn within so many seconds of its own time. */
  readonly mostStuckSeconds: number;
}

/**
 * Starts a thread that ends this process if its event loop hangs, and logs what it did last and where it is. Without a parent
 * the program is started again in the same process. A process that is slow, stopped or debugged does not hang.
 */
export function startWatchdog({ name, parent, mostStuckSeconds }: WatchOptions): void {
  const beats = new Int32Array(new SharedArrayBuffer(8));
  const activity = new Uint8Array(new SharedArrayBuffer(mostActivityBytes));
  const beat = () => {
    Atomics.add(beats, 0, 1);
    Atomics.store(beats, 1, debuggerUrl() === undefined ? 0 : 1);
  };
  setInterval(beat, beatEveryMilliseconds).unref();
  beat();
  keepLastActivity(activity);
  const workerData: Watched = { name, parent, mostStuckSeconds, beats, activity };
  const watchdog = new URL(`watchdog${extname(import.meta.url)}`, import.meta.url);
  new Worker(watchdog, { workerData, execArgv: [], resourceLimits: leanThread }).unref();
}

function keepLastActivity(kept: Uint8Array): void {
  const encoder = new TextEncoder();
  activities.subscribe((what) => {
    const { written } = encoder.encodeInto(String(what), kept);
    kept.fill(0, written);
  });
}
