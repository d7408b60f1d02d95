import type { Command } from './command.ts';
import { hasSetpriv } from './setpriv.ts';

/**
 * The same program, continued by the kernel when this process ends, so that a stopped one (SIGSTOP) can notice.
 * Without util-linux's setpriv it is the unchanged program.
 */
export function wakesWithoutParent(command: Command): Command {
  if (!hasSetpriv()) return command;
  return { ...command, file: 'setpriv', args: ['--pdeathsig', 'CONT', '--', command.file, ...command.args] };
}
