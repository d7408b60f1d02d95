// Runs a program for diesWithParent.ts without setpriv, and ends it when our IPC channel to the parent closes.
import { spawn } from 'node:child_process';

interface Task {
  readonly file: string;
  readonly args: string[];
  readonly signal: NodeJS.Signals;
  readonly uid?: number;
  readonly gid?: number;
}

const { file, args, signal, uid, gid } = JSON.parse(process.argv[2] ?? '') as Task;
const child = spawn(file, args, { stdio: 'inherit', ...(uid === undefined ? {} : { uid, gid }) });

child.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));
process.once('disconnect', () => child.kill(signal));
for (const passedOn of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(passedOn, () => child.kill(passedOn));
