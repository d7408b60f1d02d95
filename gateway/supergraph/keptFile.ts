import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { VaultLog } from '@nimbusvault/sdk/kernel';

/** The list that was stored in a file; empty if there is no such file, or if it cannot be read. */
export function readKept(file: string | undefined, log: VaultLog): readonly unknown[] {
  if (!file) return [];
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly unknown[];
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isMissing) log.warn({ err: error, file }, 'the stored state of the registry cannot be read');
    return [];
  }
}

/** A process that reads the file meanwhile sees the old content, or all of the new. */
export function writeKept(file: string, text: string, log: VaultLog): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    log.warn(
      { err: error, file },
      'the state of the registry cannot be stored on disk: a start without NATS would lack it',
    );
  }
}
