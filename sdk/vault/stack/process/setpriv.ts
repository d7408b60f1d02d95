import { spawnSync } from 'node:child_process';

let works: boolean | undefined;

/** True if util-linux's setpriv is available, with which the kernel signals a program when its parent ends. */
export function hasSetpriv(): boolean {
  works ??= spawnSync('setpriv', ['--pdeathsig', 'KILL', '--', 'true'], { stdio: 'ignore' }).status === 0;
  return works;
}
