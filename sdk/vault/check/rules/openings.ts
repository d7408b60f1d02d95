import { lineOf, type SourceFile } from '../source/source.ts';
import type { Fault } from '../source/rule.ts';

/** The SQL of a migration that would open rows to other organizations, and its replacement. */
const openings: readonly (readonly [pattern: RegExp, message: string, fix: string])[] = [
  [
    /\bsecurity\s+definer\b/i,
    'A function runs as its owner, which bypasses row-level security',
    'Take "security definer" away.',
  ],
  [
    /\bcreate\s+(?:or\s+replace\s+)?(?:recursive\s+)?view\s+[\w"]+\s+(?!with\s*\(\s*security_invoker\b)/i,
    'A view reads as its owner, which bypasses row-level security',
    'Create it with (security_invoker = true).',
  ],
  [
    /\bcreate\s+(?:materialized\s+view|foreign\s+table)\b/i,
    'This relation holds rows without row-level security',
    'Make it a table with tenantTable(name, columns).',
  ],
  [
    /\b(?:disable|no\s+force)\s+row\s+level\s+security\b|\balter\s+policy\b/i,
    'A migration removes the protection of a table',
    'Keep the row-level security of tenantTable.',
  ],
  [
    /\bcreate\s+policy\b(?![^;`']*\bas\s+restrictive\b)/i,
    'A policy may open rows of other organizations: permissive policies add up',
    'Make it "as restrictive", or rely on the policy of tenantTable.',
  ],
  [
    /\bcreate\s+(?:or\s+replace\s+)?rule\b/i,
    'A rule acts as the owner of its table',
    'Move its action into a mutation.',
  ],
  [
    /\breferences\s+(?:"\w+"|\w+\b)(?!\s*\(\s*"?org\b)|\bunique\s*\((?![^)]*\borg\b)|\bcreate\s+unique\s+index\b[^;`'(]*\((?![^;`']*\borg\b)/i,
    'A key does not carry the organization',
    'Write foreign key (org, x_id) references x (org, id), and unique (org, …).',
  ],
];

/** Finds the places where a migration opens rows to other organizations, as far as its text shows it. */
export function openingsIn(file: SourceFile): readonly Fault[] {
  return openings
    .filter(([pattern]) => pattern.test(file.text))
    .map(([pattern, message, fix]) => ({ file: file.path, line: lineOf(file, pattern), message, fix }));
}
