import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { lockState } from './lockState.ts';

/** The folder of a stack's data, keys and logs, locked for this process. */
interface StateFolder {
  readonly path: string;
  /** Releases the folder; a temporary one is removed. */
  close(): void;
}

/** Locks `wanted`, or a new temporary folder. Throws STACK_FAILED if another vault runs on it. */
export async function openStateFolder(wanted: string | undefined): Promise<StateFolder> {
  const path = makeFolder(wanted ? resolve(wanted) : mkdtempSync(join(tmpdir(), 'nimbusvault-')));
  const unlock = await lockState(path);
  const close = () => {
    unlock();
    if (!wanted) rmSync(path, { recursive: true, force: true });
  };
  return { path, close };
}

function makeFolder(folder: string): string {
  mkdirSync(join(folder, 'logs'), { recursive: true, mode: 0o700 });
  // As root, PostgreSQL runs as another user, who must pass this folder to reach its own.
  chmodSync(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
  return realpathSync(folder);
}
