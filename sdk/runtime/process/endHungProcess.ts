import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Session, type Debugger } from 'node:inspector';
import { extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { handlingsPlace } from '@nimbusvault/sdk/kernel';
import { openLog } from '../output/openLog.ts';

/** A thread that computes answers as soon as it gets the CPU; one that waits outside of JavaScript never does. */
const longestLookMilliseconds = { busy: 30_000, asleep: 5_000 };
const longestRestartMilliseconds = 5_000;
const longestAnswerMilliseconds = 10_000;
const longestCountMilliseconds = 30_000;
const mostPlaces = 10;

/** The program begins anew in the same process: whoever started it need not know. */
const startAgain = `process.execve(
  process.execPath,
  [process.execPath, ...process.execArgv, ...process.argv.slice(1)],
  { ...process.env, NIMBUS_PARENT_PID: String(process.ppid) },
)`;

interface Hung {
  readonly name: string;
  readonly stuckSeconds: number;
  readonly lastActivity: string;
  /** Whether its main thread computes or waits. */
  readonly state: keyof typeof longestLookMilliseconds;
  readonly isStartedAgain: boolean;
}

/** Called on another thread than the hung one: logs the place where it hangs, and ends the process or starts its program again. */
export async function endHungProcess({
  name,
  stuckSeconds,
  lastActivity,
  state,
  isStartedAgain,
}: Hung): Promise<void> {
  const session = new Session();
  try {
    session.connectToMainThread();
    const place = await Promise.race([placeOf(session), pause(longestLookMilliseconds[state], [])]);
    const facts = { stuckSeconds: Math.round(stuckSeconds), lastActivity, place };
    openLog(name).fatal(
      facts,
      'the event loop of this process hangs; the process is ended and started again',
    );
    const handled =
      place.length > 0 && (await Promise.race([handledWork(session), pause(longestAnswerMilliseconds)]));
    if (handled) await Promise.race([countTries(handled), pause(longestCountMilliseconds)]);
    if (isStartedAgain) {
      session.post('Runtime.evaluate', { expression: startAgain });
      await pause(longestRestartMilliseconds);
    }
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}

/** The message or the step whose code hangs, as JSON; undefined if it is another's. The main thread must have been paused where it hangs. */
function handledWork(session: Session): Promise<string | undefined> {
  const expression = `JSON.stringify(globalThis[Symbol.for('${handlingsPlace}')]?.getStore())`;
  return new Promise((resolve) =>
    session.post('Runtime.evaluate', { expression }, (_error, answer) =>
      resolve(answer?.result.value as string | undefined),
    ),
  );
}

/**
 * Other processes do it. This one holds the message's row until it is gone, and has to be: it does not wait for that. The run of a step is
 * another process's as soon as this one is gone: it waits until the try is counted.
 */
async function countTries(handled: string): Promise<void> {
  const { org, message, step } = JSON.parse(handled) as {
    readonly org: string;
    readonly message?: object;
    readonly step?: object;
  };
  if (message) startCounting({ org, message });
  if (step) await once(startCounting({ org, step }), 'exit');
}

function startCounting(hung: object): ChildProcess {
  const program = fileURLToPath(new URL(`../deliver/countHung${extname(import.meta.url)}`, import.meta.url));
  const child = spawn(process.execPath, [program, JSON.stringify(hung)], { detached: true, stdio: 'ignore' });
  child.unref();
  return child;
}

/** The innermost calls of the main thread, which pauses; it does not answer where it waits outside of JavaScript. */
function placeOf(session: Session): Promise<readonly string[]> {
  const files = new Map<string, string>();
  session.on('Debugger.scriptParsed', ({ params }) => files.set(params.scriptId, params.url));
  const lineOf = ({ functionName, location }: Debugger.CallFrame) =>
    `${functionName || '(anonymous)'} (${files.get(location.scriptId)}:${location.lineNumber + 1})`;
  return new Promise((resolve) => {
    session.on('Debugger.paused', ({ params }) =>
      resolve(params.callFrames.slice(0, mostPlaces).map(lineOf)),
    );
    session.post('Debugger.enable');
    session.post('Debugger.pause');
  });
}
