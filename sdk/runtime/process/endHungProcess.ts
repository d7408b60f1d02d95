import { spawn } from 'node:child_process';
import { Session, type Debugger } from 'node:inspector';
import { extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { handlingsPlace } from '@nimbusvault/sdk/kernel';
import { openLog } from '../output/openLog.ts';

const longestLookMilliseconds = 5_000;
const longestRestartMilliseconds = 5_000;
const longestAnswerMilliseconds = 1_000;
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
  readonly isStartedAgain: boolean;
}

/** Called on another thread than the hung one: logs the place where it hangs, and ends the process or starts its program again. */
export async function endHungProcess({
  name,
  stuckSeconds,
  lastActivity,
  isStartedAgain,
}: Hung): Promise<void> {
  const session = new Session();
  try {
    session.connectToMainThread();
    const place = await Promise.race([placeOf(session), pause(longestLookMilliseconds, [])]);
    const facts = { stuckSeconds: Math.round(stuckSeconds), lastActivity, place };
    openLog(name).fatal(
      facts,
      'the event loop of this process hangs; the process is ended and started again',
    );
    const handled = await Promise.race([handledMessage(session), pause(longestAnswerMilliseconds)]);
    if (handled) countTry(handled);
    if (isStartedAgain) {
      session.post('Runtime.evaluate', { expression: startAgain });
      await pause(longestRestartMilliseconds);
    }
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
}

/** The message whose handler hangs, as JSON; undefined if no handler does. The main thread must have been paused where it hangs. */
function handledMessage(session: Session): Promise<string | undefined> {
  const expression = `JSON.stringify(globalThis[Symbol.for('${handlingsPlace}')]?.getStore())`;
  return new Promise((resolve) =>
    session.post('Runtime.evaluate', { expression }, (_error, answer) =>
      resolve(answer?.result.value as string | undefined),
    ),
  );
}

/** Another process does it: this one holds the message's row until it is gone. */
function countTry(handled: string): void {
  const program = new URL(`../deliver/countHung${extname(import.meta.url)}`, import.meta.url);
  spawn(process.execPath, [fileURLToPath(program), handled], { detached: true, stdio: 'ignore' }).unref();
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
