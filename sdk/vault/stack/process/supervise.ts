import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Command } from './command.ts';
import { endOfLog, followLog, withLog } from './logFile.ts';
import { restartDelay } from './restartDelay.ts';

const longestStartMilliseconds = 60_000;
const longestStopMilliseconds = 12_000;
const healthyAfterMilliseconds = 30_000;
const probeEveryMilliseconds = 20;
const examineEveryMilliseconds = 2_000;

export type ProcessStatus = 'starting' | 'ready' | 'restarting' | 'stopped';

/** A process to keep alive. Without a `probe` it reports over IPC that it is ready, and its address. */
export interface ProcessSpec {
  readonly name: string;
  /** Its current URL; meaningless before it is first ready. */
  readonly url: () => string;
  readonly logFile: string;
  readonly stopSignal: NodeJS.Signals;
  readonly command: () => Promise<Command>;
  readonly probe?: () => Promise<boolean>;
  /** Called every 2 s while it is ready: says why it has to be started again, if it has to. */
  readonly findFault?: () => string | undefined;
  /** Says in one line why it ended, by what it has written to its log. */
  readonly explain?: (log: string) => string | undefined;
  /** Called with the URL at which a process without a probe reports that it listens; it is ready once this has settled. */
  readonly onReady?: (url: string) => void | Promise<void>;
}

/** A process that is kept alive: restarted, with a growing delay, whenever it ends unexpectedly. */
export interface SupervisedProcess {
  readonly name: string;
  readonly url: string;
  readonly status: ProcessStatus;
  readonly pid: number | undefined;
  /** Resolves once it is ready. Throws STACK_FAILED with the end of its log if its first start fails. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Life {
  readonly spec: ProcessSpec;
  readonly tell: (line: string) => void;
  status: ProcessStatus;
  wanted: boolean;
  failures: number;
  readyAt: number;
  /** Counts launches and stops: a launch that is no longer the latest does not count. */
  turn: number;
  child?: ChildProcess;
  ending?: Promise<void>;
  restart?: NodeJS.Timeout;
}

/** Puts a process under supervision without starting it; `tell` is called for each unexpected end. */
export function supervise(spec: ProcessSpec, tell: (line: string) => void): SupervisedProcess {
  const life: Life = { spec, tell, status: 'stopped', wanted: false, failures: 0, readyAt: 0, turn: 0 };
  return {
    name: spec.name,
    get url() {
      return spec.url();
    },
    get status() {
      return life.status;
    },
    get pid() {
      return life.child?.pid;
    },
    start: () => start(life),
    stop: () => stop(life),
  };
}

async function start(life: Life): Promise<void> {
  if (life.wanted) return;
  life.wanted = true;
  life.status = 'starting';
  life.turn += 1;
  const { turn } = life;
  try {
    await launch(life);
  } catch (error) {
    if (life.turn === turn) restartLater(life);
    throw error;
  }
}

async function launch(life: Life): Promise<void> {
  const { turn } = life;
  await life.ending;
  const command = await life.spec.command();
  if (life.turn !== turn) throw failedStart(life.spec, 'was stopped while it started');
  const readLog = followLog(life.spec.logFile);
  const child = withLog(life.spec.logFile, (log) => spawnInOwnSession(command, log));
  life.child = child;
  passOnNews(child, life.tell);
  const ended = untilEnd(child).then((how) => {
    const why = child.exitCode ? life.spec.explain?.(readLog()) : undefined;
    return why ? `${how} (${why})` : how;
  });
  void ended.then((how) => life.child === child && afterEnd(life, how));
  await untilReady(life.spec, child, ended);
  if (life.turn !== turn) return;
  life.readyAt = Date.now();
  life.status = 'ready';
  const examining = setInterval(() => endIfFaulty(life, child), examineEveryMilliseconds).unref();
  void ended.then(() => clearInterval(examining));
}

function endIfFaulty({ spec, status, tell }: Life, child: ChildProcess): void {
  const fault = status === 'ready' && spec.findFault?.();
  if (!fault) return;
  tell(`${spec.name} ${fault}.`);
  void end(child, spec.stopSignal);
}

// In a session of its own, a terminal's Ctrl-C reaches us alone, and we stop things in order.
function spawnInOwnSession({ file, args, env, cwd }: Command, log: number): ChildProcess {
  return spawn(file, args, { env, cwd, detached: true, stdio: ['ignore', log, log, 'ipc'] });
}

function untilEnd(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(`could not be run: ${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`),
    );
  });
}

async function untilReady(spec: ProcessSpec, child: ChildProcess, ended: Promise<string>): Promise<void> {
  const over = new AbortController();
  const late = sleep(
    longestStartMilliseconds,
    `was not ready within ${longestStartMilliseconds / 1000} s`,
    over,
  );
  const ready = spec.probe ? untilProbed(spec.probe, over.signal) : untilTold(child, spec);
  const failure = await Promise.race([ready, ended, late]).finally(() => over.abort());
  if (!failure) return;
  if (child.exitCode === null && child.signalCode === null) killSession(child);
  throw failedStart(spec, failure);
}

async function untilProbed(probe: () => Promise<boolean>, over: AbortSignal): Promise<undefined> {
  while (!over.aborted && !(await probe())) await sleep(probeEveryMilliseconds);
}

function untilTold(child: ChildProcess, { onReady }: ProcessSpec): Promise<undefined> {
  return new Promise((resolve) => {
    child.on('message', (message: { type?: string; url?: string }) => {
      if (message?.type !== 'ready') return;
      void Promise.resolve(onReady?.(message.url ?? '')).then(() => resolve(undefined));
    });
  });
}

function passOnNews(child: ChildProcess, tell: (line: string) => void): void {
  child.on('message', (message: { type?: string; line?: string }) => {
    if (message?.type === 'news' && message.line) tell(message.line);
  });
}

function afterEnd(life: Life, how: string): void {
  life.child = undefined;
  if (life.status !== 'ready') return;
  if (Date.now() - life.readyAt > healthyAfterMilliseconds) life.failures = 0;
  life.tell(`${life.spec.name} ${how}; starting it again. Its log: ${life.spec.logFile}`);
  restartLater(life);
}

function restartLater(life: Life): void {
  if (!life.wanted) return;
  life.status = 'restarting';
  life.restart = setTimeout(() => void relaunch(life), restartDelay(life.failures++));
}

async function relaunch(life: Life): Promise<void> {
  const { turn } = life;
  try {
    await launch(life);
    if (life.turn === turn) life.tell(`${life.spec.name} is back.`);
  } catch (error) {
    if (life.turn !== turn) return;
    const [reason = ''] = (error as Error).message.split('\n');
    life.tell(reason);
    restartLater(life);
  }
}

async function stop(life: Life): Promise<void> {
  life.wanted = false;
  life.status = 'stopped';
  life.turn += 1;
  clearTimeout(life.restart);
  if (life.child?.pid) life.ending = end(life.child, life.spec.stopSignal);
  await life.ending;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  child.kill('SIGCONT'); // a stopped process would not receive the signal
  const stuck = setTimeout(() => killSession(child), longestStopMilliseconds);
  await exited.finally(() => clearTimeout(stuck));
}

function killSession({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has already ended
  }
}

function failedStart({ name, logFile }: ProcessSpec, how: string): VaultError {
  return new VaultError('STACK_FAILED', `${name} ${how}. See its log, ${logFile}:\n${endOfLog(logFile)}`);
}
