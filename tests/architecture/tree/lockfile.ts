import { fileAt, type Tree } from './tree.ts';

export const lockfile = 'package-lock.json';

interface LockEntry {
  readonly link?: true;
  readonly dev?: true;
  readonly integrity?: string;
  readonly license?: string;
}

/** An external package, by its place in the lock; `isShipped` is false if only development needs it. */
export interface LockedPackage {
  readonly name: string;
  readonly place: string;
  readonly isShipped: boolean;
  readonly integrity: string | undefined;
  readonly license: string | undefined;
}

/** All external packages of package-lock.json, at any depth; our own workspaces are excluded. */
export function lockedIn(tree: Tree): readonly LockedPackage[] {
  const { packages = {} } = JSON.parse(fileAt(tree, lockfile)?.text ?? '{}') as {
    packages?: Readonly<Record<string, LockEntry>>;
  };
  return Object.entries(packages)
    .filter(([place, { link }]) => place.includes('node_modules/') && !link)
    .map(([place, { dev, integrity, license }]) => ({
      name: nameAt(place),
      place,
      isShipped: !dev,
      integrity,
      license,
    }));
}

function nameAt(place: string): string {
  return place.split('node_modules/').at(-1) ?? place;
}
