import { statfsSync } from 'node:fs';

/** The space that is left on the disk of a folder for its users. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}
