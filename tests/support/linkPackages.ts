import { mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const relative = ['@nimbusvault', '.bin'];

/** Stands in for `npm ci` in `folder`: links to the packages that are installed in `root`, and to its own workspaces. */
export function linkPackages(root: string, folder: string): void {
  const from = join(root, 'node_modules');
  const to = join(folder, 'node_modules');
  for (const part of relative) {
    mkdirSync(join(to, part), { recursive: true });
    for (const name of readdirSync(join(from, part)))
      symlinkSync(readlinkSync(join(from, part, name)), join(to, part, name));
  }
  for (const name of readdirSync(from).filter((entry) => !entry.startsWith('.') && !relative.includes(entry)))
    symlinkSync(join(from, name), join(to, name));
}
