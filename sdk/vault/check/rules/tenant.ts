import type { Fault, Rule } from '../source/rule.ts';
import { lineOf, type SourceFile } from '../source/source.ts';

const bypass = /\bvault\.em\b|\{[^}]*\bem\b[^}]*\}\s*:\s*Vault\b/;
const rawTable = /\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?"?(\w*)/gi;

export const tenant: Rule = {
  code: 'PLUGIN_TENANT',
  title: 'the organization is in everything',
  explain:
    'Every row belongs to an organization, and nobody sees the rows of another one. Entities have `...tenantColumns`, tables are created by tenantTable() or protected by sealTenantTable(), and rows are read and written through services alone. Hooks, tasks and cache keys contain the slug by construction: fire(), enqueue() and cacheKey() add it.',
  find: ({ files }) =>
    files.flatMap((file) => [...entityFaults(file), ...tableFaults(file), ...bypassFaults(file)]),
};

function entityFaults(file: SourceFile): readonly Fault[] {
  if (!/^entities\/[^/]+\.ts$/.test(file.path) || file.text.includes('...tenantColumns')) return [];
  return [
    {
      file: file.path,
      message: 'An entity has no organization',
      fix: 'Begin its properties with ...tenantColumns of @nimbusvault/sdk.',
    },
  ];
}

function tableFaults(file: SourceFile): readonly Fault[] {
  if (!/^migrations\/[^/]+\.ts$/.test(file.path)) return [];
  const names = [...file.text.matchAll(rawTable)].map(([, name = '']) => name);
  return names
    .filter((name) => !isSealed(name, file))
    .map((name) => ({
      file: file.path,
      line: lineOf(file, new RegExp(`\\bcreate\\s+table\\s[^(]*${name}`, 'i')),
      message: `The table ${name} is created without row-level security: every organization would see all rows`,
      fix: 'Create it with tenantTable(name, columns), or protect it with sealTenantTable(name).',
    }));
}

/** A name that is computed at run time (`create table ${name}`) is found as empty: any protection counts. */
function isSealed(name: string, { text }: SourceFile): boolean {
  return new RegExp(name ? `\\bsealTenantTable\\(\\s*['"\`]${name}['"\`]` : '\\bsealTenantTable\\(').test(
    text,
  );
}

function bypassFaults(file: SourceFile): readonly Fault[] {
  if (!file.path.startsWith('bll/') || !bypass.test(file.text)) return [];
  return [
    {
      file: file.path,
      line: lineOf(file, bypass),
      message: 'Rows are accessed without a service',
      fix: 'Use the eight primitives of a service; they are limited to the organization.',
    },
  ];
}
