import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const variable = 'NIMBUS_SMALL_DISK';
const size = '400m';
const mount = `mount -t tmpfs -o size=${size},mode=1777 tmpfs "$1" && shift && exec "$@"`;

/** The folder of the small disk on which this process runs; undefined before `rerunOnSmallDisk`. */
export function smallDisk(): string | undefined {
  return process.env[variable];
}

/**
 * Runs this program again, with a folder that is a disk of 400 MB for it and its children alone. Without root's rights it
 * mounts in a user namespace. Returns the exit code: 2, with a sentence, where neither is possible.
 */
export function rerunOnSmallDisk(tell: (line: string) => void): number {
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-disk-'));
  try {
    if (run(folder, ['true']) === 0)
      return run(folder, [process.execPath, ...process.execArgv, ...process.argv.slice(1)]);
    tell(`No disk of ${size} can be mounted here: run this as root, or where user namespaces are allowed.`);
    return 2;
  } finally {
    rmdirSync(folder);
  }
}

/** The program keeps its user, as PostgreSQL refuses to run as root. */
function run(folder: string, program: readonly string[]): number {
  const [uid, gid] = [process.getuid?.(), process.getgid?.()];
  const isRoot = uid === 0;
  const namespaces = isRoot ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
  const itself = isRoot ? [] : ['unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`];
  const args = [...namespaces, 'sh', '-c', mount, 'sh', folder, ...itself, ...program];
  const env = { ...process.env, [variable]: folder };
  return spawnSync('unshare', args, { stdio: 'inherit', env }).status ?? 1;
}
