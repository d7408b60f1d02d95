import { mergeModules } from './mergeModules.ts';

const sdl = /gql`([^]*)`/;

/** Returns a schema.ts with the types of another one at the end of its SDL; root types are extended, known types are skipped. */
export function mergeSchemas(existing: string, addition: string): string {
  const [, own = ''] = sdl.exec(existing) ?? [];
  const [, added = ''] = sdl.exec(addition) ?? [];
  const blocks = added
    .split(/\n{2,}/)
    .map((block) => block.replace(/^\n+/, '').trimEnd())
    .filter((block) => block !== '' && !isKnown(block, own))
    .map((block) => block.replace(/^( *)((?:"[^"]*"\n *)?)type (Query|Mutation)\b/m, '$1$2extend type $3'));
  if (blocks.length === 0) return existing;
  const merged = mergeModules(existing, addition);
  const end = merged.lastIndexOf('`');
  return `${merged.slice(0, end).trimEnd()}\n\n${blocks.join('\n\n')}\n${merged.slice(end)}`;
}

/** True if each type, field of a root type or connection of a block exists. */
function isKnown(block: string, own: string): boolean {
  const root = /\btype (Query|Mutation)\b[^{]*\{([^]*)\}/.exec(block);
  if (root) return fieldsOf(root[2] ?? '').every((field) => new RegExp(`^\\s+${field}\\b`, 'm').test(own));
  const [, kind = '', name = ''] = /\b(type|input|union|enum|scalar|interface) (\w+)/.exec(block) ?? [];
  if (name) return new RegExp(`\\b${kind} ${name}\\b`).test(own);
  return own.includes(block.trim());
}

function fieldsOf(body: string): readonly string[] {
  return [...body.matchAll(/^\s+(\w+)[(:]/gm)].map(([, field = '']) => field);
}
