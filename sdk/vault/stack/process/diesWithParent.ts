import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Command, Identity } from './command.ts';
import { hasSetpriv } from './setpriv.ts';

const guard = fileURLToPath(new URL(`./guard${extname(import.meta.url)}`, import.meta.url));

/**
 * Returns the same program, which the kernel sends `signal` as soon as this process ends, even by kill -9, and which runs as
 * `identity`. Without util-linux's setpriv, a small Node process acts as a guard instead.
 */
export function diesWithParent(command: Command, signal: NodeJS.Signals, identity?: Identity): Command {
  if (!hasSetpriv()) return guarded(command, signal, identity);
  const death = ['--pdeathsig', signal.replace('SIG', '')];
  const flags = [...(identity ? identityFlags(identity) : []), ...death];
  return { ...command, file: 'setpriv', args: [...flags, '--', command.file, ...command.args] };
}

function identityFlags({ uid, gid, reachesEverything }: Identity): string[] {
  const user = ['--reuid', String(uid), '--regid', String(gid), '--clear-groups'];
  if (!reachesEverything) return [...user, '--inh-caps', '-all', '--bounding-set', '-all'];
  const kept = '-all,+dac_override';
  // Without this bit access(2) would judge by the user alone, and PostgreSQL uses it to check that it may read its programs.
  const judgement = ['--securebits', '+no_setuid_fixup'];
  return [...judgement, ...user, '--inh-caps', kept, '--bounding-set', kept, '--ambient-caps', kept];
}

function guarded(command: Command, signal: NodeJS.Signals, identity?: Identity): Command {
  if (identity?.reachesEverything) throw closedFolder(command.file);
  const task = { file: command.file, args: command.args, signal, uid: identity?.uid, gid: identity?.gid };
  return { ...command, file: process.execPath, args: [guard, JSON.stringify(task)] };
}

function closedFolder(file: string): VaultError {
  const reason = `${file} must not run as root, and its folders are closed to other users`;
  const advice = 'Install util-linux (setpriv), run as another user, or move the project to an open folder.';
  return new VaultError('STACK_FAILED', `${reason}. ${advice}`);
}
