import { fileAt, type Tree } from './tree.ts';

export const lockfile = 'package-lock.json';

interface LockEntry {
  readonly link?: true;
  readonly dev?: true;
  readonly integrity?: string;
  readonly license?: string;
}

/** A package that comes from outside, by its place in the lock; `isShipped` where more than development needs it. */
export interface LockedPackage {
  readonly name: string;
  readonly place: string;
  readonly isShipped: boolean;
  readonly integrity: string | undefined;
  readonly license: string | undefined;
}

/** All that package-lock.json brings in, at whatever depth; our own workspaces are not in it. */
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
