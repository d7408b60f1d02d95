import type { Fault, Rule } from '../source/rule.ts';
import { openingsIn } from './openings.ts';
import { lineOf, type SourceFile } from '../source/source.ts';

const foreign =
  /\b(?:table|index|into|from|update|join|references|view|sequence)\s+(?:if\s+(?:not\s+)?exists\s+)?"?[a-z_][a-z0-9_]*"?\."?[a-z_]|\bcreate\s+(?:unique\s+)?index\b[^`;]*\son\s+(?:only\s+)?"?[a-z_][a-z0-9_]*"?\.|\b(?:create|drop|alter)\s+(?:schema|role|user|database)\b|\bset\s+search_path\b|\bgrant\s/i;
const emptyDown = /\bdown:\s*\[\s*\]/;
const down = /\bdown:/;
const definition = /\bdefineMigration\(/;

export const migrations: Rule = {
  code: 'PLUGIN_MIGRATIONS',
  title: 'migrations exist, can be undone, and touch their own schema alone',
  explain:
    'A plugin that owns data has migrations. Each declares its reversal (`down`), and its SQL names no schema: the plugin has its own schema, and a role that may use no other. Nothing in it bypasses row-level security: no security definer, no view without security_invoker, no key without org. isolationFaults() of @nimbusvault/testing checks the same, and more, in the catalog of a migrated schema. A released migration is never changed; the next migration corrects it.',
  find({ files }) {
    const own = files.filter(({ path }) => /^migrations\/[^/]+\.ts$/.test(path));
    const entities = files.filter(({ path }) => /^entities\/[^/]+\.ts$/.test(path));
    const missing: readonly Fault[] =
      entities.length > 0 && !own.some(({ text }) => definition.test(text))
        ? [
            {
              file: 'migrations',
              message: 'There are entities, but no migration creates their tables',
              fix: 'Add migrations/create<Entity>Table.ts, and list it in definePlugin.',
            },
          ]
        : [];
    return [...missing, ...own.flatMap(faultsOf), ...own.flatMap(openingsIn)];
  },
};

function faultsOf(file: SourceFile): readonly Fault[] {
  const faults: Fault[] = [];
  if (definition.test(file.text) && (emptyDown.test(file.text) || !down.test(file.text)))
    faults.push({
      file: file.path,
      line: lineOf(file, emptyDown) ?? lineOf(file, definition),
      message: 'A migration does not declare how it is undone',
      fix: 'Add down: [`drop table …`].',
    });
  if (foreign.test(file.text))
    faults.push({
      file: file.path,
      line: lineOf(file, foreign),
      message: 'A migration touches more than the schema of its plugin',
      fix: 'Name tables without a schema. Refer to the data of others by an id column.',
    });
  return faults;
}
