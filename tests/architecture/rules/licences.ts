import { lockedIn, lockfile, type LockedPackage } from '../tree/lockfile.ts';
import type { Rule } from '../tree/rule.ts';
import { fileAt } from '../tree/tree.ts';

const permissive = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Zlib',
];
const publicDomain = ['CC0-1.0', 'Unlicense'];
/** The old word of the package duck for BSD-2-Clause. */
const oldWords = ['BSD'];
const allowed = new Set([...permissive, ...publicDomain, ...oldWords]);
const namedInReadme = 'Elastic-2.0';

/** A shipped package has a licence that lets everyone ship it, or README states the exception. */
export const licences: Rule = {
  name: 'every shipped package has a licence that allows it',
  check: (tree) => {
    const readme = fileAt(tree, 'README.md')?.text ?? '';
    const isNamed = ({ name, license }: LockedPackage) =>
      license === namedInReadme && readme.includes(`\`${name}\``);
    return lockedIn(tree)
      .filter((locked) => locked.isShipped && !isAllowed(locked.license) && !isNamed(locked))
      .map(({ name, license }) => ({
        file: lockfile,
        why: `ships ${name}, whose licence is ${license ?? 'not known'}`,
        instead:
          'Take another package, or, if its licence allows our use, add it to tests/architecture/rules/licences.ts and state it in README.md',
      }));
  },
};

/** Reads an SPDX expression without nesting: all parts of an AND, or one part of an OR. */
function isAllowed(license = ''): boolean {
  return license
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((each) => allowed.has(each)));
}
