import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Packs our packages into `folder`, as `npm run pack:sdk` does; returns the tarballs by short name (`runtime`, `gateway`). */
export function packPackages(root: string, folder: string): Readonly<Record<string, string>> {
  const packed = execFileSync(process.execPath, [join(root, 'scripts/pack-sdk.mjs'), folder], {
    encoding: 'utf8',
  });
  const files = packed.trim().split('\n');
  return Object.fromEntries(files.map((file) => [/nimbusvault-(\w+)-[^/]+$/.exec(file)?.[1] ?? '', file]));
}

/** Does what "npm install" does with a packed package: its files go into node_modules of `folder`. */
export function unpackInto(folder: string, name: string, file: string): void {
  const place = join(folder, 'node_modules/@nimbusvault', name);
  mkdirSync(place, { recursive: true });
  execFileSync('tar', ['xzf', file, '--strip-components=1', '-C', place]);
}
