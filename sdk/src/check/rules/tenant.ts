import type { Fault, Rule } from '../rule.ts';
import { lineOf, type SourceFile } from '../source.ts';

const bypass = /\bvault\.em\b|\{[^}]*\bem\b[^}]*\}\s*:\s*Vault\b/;
const rawTable = /\bcreate\s+table\b/i;

export const tenant: Rule = {
  code: 'PLUGIN_TENANT',
  title: 'the organization is in everything',
  explain:
    'Every row belongs to an organization, and nobody sees those of another one. Entities have `...tenantColumns`, tables are made by tenantTable() or sealed by sealTenantTable(), and rows are read and written through services alone. Hooks, tasks and cache keys have the slug by construction: fire(), enqueue() and cacheKey() put it there.',
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
  if (!/^migrations\/[^/]+\.ts$/.test(file.path) || !rawTable.test(file.text)) return [];
  if (file.text.includes('sealTenantTable(')) return [];
  return [
    {
      file: file.path,
      line: lineOf(file, rawTable),
      message: 'A table is made without its seal: every organization would see all rows',
      fix: 'Make it with tenantTable(name, columns), or seal it with sealTenantTable(name).',
    },
  ];
}

function bypassFaults(file: SourceFile): readonly Fault[] {
  if (!file.path.startsWith('bll/') || !bypass.test(file.text)) return [];
  return [
    {
      file: file.path,
      line: lineOf(file, bypass),
      message: 'Rows are reached past the services',
      fix: 'Use the eight primitives of a service; they keep to the organization.',
    },
  ];
}
