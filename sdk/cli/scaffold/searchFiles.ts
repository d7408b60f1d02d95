import type { Files } from './files.ts';
import { mergeModules } from './mergeModules.ts';
import { mergeSchemas } from './mergeSchemas.ts';
import { fillTemplates } from './templates.ts';

/** Returns the files of a plugin with an entity, whose rows can be searched then. */
export function withSearch(files: Files, values: Readonly<Record<string, string>>): Files {
  const added = Object.entries(fillTemplates('search', values));
  const merged = added.map(([path, text]) => [
    path,
    files[path] === undefined ? text : merge(path, files[path], text),
  ]);
  return { ...files, ...(Object.fromEntries(merged) as Files) };
}

function merge(path: string, existing: string, addition: string): string {
  if (path.endsWith('.md')) return existing.replace(/^- `create/m, `${addition}$&`);
  return path.endsWith('schema.ts') ? mergeSchemas(existing, addition) : mergeModules(existing, addition);
}
