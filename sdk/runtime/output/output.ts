import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const mostUnwrittenBytes = 1_000_000;
const againAfterMilliseconds = 25;
const lookEveryMilliseconds = 20;
const readerSlow = 'EAGAIN';
const readerGone = 'EPIPE';

/** Text for a descriptor, written as fast as its reader reads. It never waits and never throws: the process is more important. */
export interface Output {
  /** Writes complete lines. Where more than 1 MB waits for the reader, they are dropped and counted. */
  write(text: string): void;
}

const queues: Queue[] = [];

interface Queue {
  readonly fd: number;
  readonly describeDropped: (writes: number) => string;
  readonly unwritten: Buffer[];
  bytes: number;
  dropped: number;
  /** Why the last write failed; undefined while all is written. */
  obstacle?: string | undefined;
}

/** Opens the standard output (1) or error (2) of this process; `describeDropped` makes the line that replaces what was dropped. */
export function openOutput(fd: 1 | 2, describeDropped: (writes: number) => string): Output {
  const queue: Queue = { fd: withoutWaiting(fd), describeDropped, unwritten: [], bytes: 0, dropped: 0 };
  queues.push(queue);
  return {
    write(text) {
      enqueue(queue, Buffer.from(text));
      if (!queue.obstacle) drain(queue);
    },
  };
}

/** Before a process ends: resolves once its readers have read everything, or after so many milliseconds. */
export async function settleOutputs(milliseconds: number): Promise<void> {
  const deadline = performance.now() + milliseconds;
  while (queues.some(isAwaited) && performance.now() < deadline) await pause(lookEveryMilliseconds);
}

/** The code of the error, such as ENOSPC, for which output cannot be written; undefined while it merely waits for its reader. */
export function outputTrouble(): string | undefined {
  const codes = queues.flatMap(({ obstacle }) => obstacle ?? []);
  return codes.find((code) => code !== readerSlow && code !== readerGone);
}

function isAwaited({ obstacle }: Queue): boolean {
  return obstacle !== undefined && obstacle !== readerGone;
}

/** Once something was dropped, half of the room must be free before anything is kept: one report for many drops. */
function enqueue(queue: Queue, text: Buffer): void {
  const room = queue.dropped > 0 ? mostUnwrittenBytes / 2 : mostUnwrittenBytes;
  if (queue.bytes + text.length > room) {
    queue.dropped += 1;
    return;
  }
  reportDropped(queue);
  push(queue, text);
}

function reportDropped(queue: Queue): void {
  if (queue.dropped > 0) push(queue, Buffer.from(queue.describeDropped(queue.dropped)));
  queue.dropped = 0;
}

function push(queue: Queue, text: Buffer): void {
  queue.unwritten.push(text);
  queue.bytes += text.length;
}

function drain(queue: Queue): void {
  try {
    writeAll(queue);
    reportDropped(queue);
    writeAll(queue);
    queue.obstacle = undefined;
  } catch (error) {
    // The reader is slow (EAGAIN) or gone (EPIPE), or the disk is full (ENOSPC).
    queue.obstacle = String((error as NodeJS.ErrnoException).code);
    setTimeout(() => drain(queue), againAfterMilliseconds).unref();
  }
}

function writeAll(queue: Queue): void {
  const { unwritten, fd } = queue;
  let written = 0;
  try {
    for (const text of unwritten) {
      for (let left = text; left.length > 0; unwritten[written] = left) {
        const count = writeSync(fd, left);
        queue.bytes -= count;
        left = left.subarray(count);
      }
      written += 1;
    }
  } finally {
    unwritten.splice(0, written);
  }
}

/** Returns a descriptor of the same file on which a write fails with EAGAIN instead of waiting for a reader. */
function withoutWaiting(fd: 1 | 2): number {
  if (fstatSync(fd).isFile()) return fd;
  try {
    // An own description: other processes that write there do not notice.
    return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    // A socket cannot be opened again; Node's own stream for it sets what is needed.
    void (fd === 1 ? process.stdout : process.stderr);
    return fd;
  }
}
