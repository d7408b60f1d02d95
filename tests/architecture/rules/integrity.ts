import { lockedIn, lockfile } from '../tree/lockfile.ts';
import type { Rule } from '../tree/rule.ts';

const strong = /^sha512-/;

/** An installation gets exactly the packages that were locked. */
export const integrity: Rule = {
  name: 'every locked package has its checksum',
  check: (tree) =>
    lockedIn(tree)
      .filter((locked) => !strong.test(locked.integrity ?? ''))
      .map(({ place }) => ({
        file: lockfile,
        why: `has no SHA-512 integrity of ${place}`,
        instead: 'Remove that entry, run npm install, and commit the new lock file',
      })),
};
