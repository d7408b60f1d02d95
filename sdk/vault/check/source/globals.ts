import { analyze } from 'eslint-scope';
import { parseSync } from 'oxc-parser';
import { lineAt } from './module.ts';
import type { SourceFile } from './source.ts';

/** The use of a global, such as `fetch` or `globalThis.fetch`. */
interface GlobalUse {
  readonly name: string;
  readonly line: number;
}

interface Located {
  readonly start: number;
  readonly end: number;
}

/** TypeScript's nodes around an expression; in all its others there are only types. */
const aroundExpressions = [
  'TSAsExpression',
  'TSInstantiationExpression',
  'TSNonNullExpression',
  'TSSatisfiesExpression',
  'TSTypeAssertion',
];

/** Returns the names that a source takes from nowhere: neither declared nor imported. Types do not count. */
export function globalsIn(file: SourceFile): readonly GlobalUse[] {
  const { program } = parseSync(file.path, file.text, { preserveParens: false, range: true });
  const { globalScope } = analyze(program as never, {
    ecmaVersion: 2022,
    sourceType: 'module',
    fallback: ({ type }: { type: string }) => (aroundExpressions.includes(type) ? ['expression'] : []),
  });
  return (globalScope?.through ?? []).map(({ identifier }) => {
    const { start, end } = identifier as unknown as Located;
    const name = `${identifier.name}${memberAfter(file.text, end)}`;
    return { name, line: lineAt(file, start) };
  });
}

/** The member that is read of a name, such as `.fetch`. */
function memberAfter(text: string, end: number): string {
  const [member = ''] = /^\s*\??\.\s*[A-Za-z_$][\w$]*/.exec(text.slice(end, end + 100)) ?? [];
  return member.replaceAll(/[\s?]/g, '');
}
