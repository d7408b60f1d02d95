import { renameSync, writeFileSync } from 'node:fs';

/** Writes a JSON file that only its owner can read, completely or not at all. */
export function writePrivately(file: string, value: unknown): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}
