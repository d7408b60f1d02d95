import { mkdirSync, readdirSync, readlinkSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ours = '@nimbusvault';

/** Replaces `npm ci` in `folder`: links to the packages installed in `root`, and to its own workspaces; all packages, or the named ones. */
export function linkPackages(root: string, folder: string, names?: ReadonlySet<string>): void {
  const from = join(root, 'node_modules');
  const to = join(folder, 'node_modules');
  for (const name of installedIn(from).filter((each) => names?.has(each) ?? true)) {
    mkdirSync(dirname(join(to, name)), { recursive: true });
    symlinkSync(isOwn(name) ? readlinkSync(join(from, name)) : join(from, name), join(to, name));
  }
}

/** Links within the folder: our workspaces, and the commands of packages. */
function isOwn(name: string): boolean {
  return name.startsWith(ours) || name.startsWith('.bin/');
}

function installedIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name === '.bin' || !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') || name === '.bin'
        ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`)
        : [name],
    );
}
