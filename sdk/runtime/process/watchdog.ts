// A thread of startWatchdog.ts: ends this process if its event loop hangs, or some time after its parent has ended.
import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

/** The process, and what it shares with this thread. */
export interface Watched {
  readonly name: string;
  readonly parent?: { readonly pid: number; readonly graceMilliseconds: number } | undefined;
  readonly mostStuckSeconds: number;
  /** The number of turns of the event loop that were seen, and 1 while a debugger may hold it. */
  readonly beats: Int32Array;
  /** The words for what it began last, in UTF-8, filled up with zeros. */
  readonly activity: Uint8Array;
}

interface Look {
  readonly beats: number;
  readonly cpuSeconds: number;
  readonly stuckSeconds: number;
}

const { name, parent, mostStuckSeconds, beats, activity } = workerData as Watched;
const lookEveryMilliseconds = 1_000;
const clockTicksPerSecond = 100;

let last: Look = { beats: 0, cpuSeconds: 0, stuckSeconds: 0 };
const looking = setInterval(() => {
  if (parent && process.ppid !== parent.pid) {
    clearInterval(looking);
    setTimeout(kill, parent.graceMilliseconds);
    return;
  }
  last = look(last);
  if (last.stuckSeconds < mostStuckSeconds) return;
  clearInterval(looking);
  void endHung();
}, lookEveryMilliseconds);

function kill(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Only time in which the main thread computes or waits counts: none while it lacks the CPU, is stopped or waits for a disk. */
function look(before: Look): Look {
  const { state, cpuSeconds } = mainThread();
  const seen = { beats: Atomics.load(beats, 0), cpuSeconds };
  if (seen.beats !== before.beats || Atomics.load(beats, 1) === 1) return { ...seen, stuckSeconds: 0 };
  const stuckFor = state === 'S' ? lookEveryMilliseconds / 1_000 : cpuSeconds - before.cpuSeconds;
  return { ...seen, stuckSeconds: before.stuckSeconds + stuckFor };
}

/** Its state (S sleeps) and its CPU time as Linux tells them; elsewhere it counts as asleep. */
function mainThread(): { readonly state: string; readonly cpuSeconds: number } {
  try {
    const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, 'utf8');
    const [state = '', ...numbers] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state, cpuSeconds: (Number(numbers[10]) + Number(numbers[11])) / clockTicksPerSecond };
  } catch {
    return { state: 'S', cpuSeconds: 0 };
  }
}

async function endHung(): Promise<void> {
  const { endHungProcess } = await import('./endHungProcess.ts');
  const lastActivity = new TextDecoder().decode(activity.slice()).replace(/\0+$/, '');
  const state = mainThread().state === 'S' ? 'asleep' : 'busy';
  const { stuckSeconds } = last;
  await endHungProcess({ name, stuckSeconds, lastActivity, state, isStartedAgain: !parent });
}
