import { Session, type Debugger } from 'node:inspector';
import { setTimeout as pause } from 'node:timers/promises';
import { openLog } from '../output/openLog.ts';

const longestLookMilliseconds = 5_000;
const longestRestartMilliseconds = 5_000;
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
    if (isStartedAgain) {
      session.post('Runtime.evaluate', { expression: startAgain });
      await pause(longestRestartMilliseconds);
    }
  } finally {
    process.kill(process.pid, 'SIGKILL');
  }
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
