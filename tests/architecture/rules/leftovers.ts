import type { MemberExpression } from 'oxc-parser';
import { commentsOf, isCode, isTest, lineAt, visit } from '@nimbusvault/vault/check';
import type { Rule, Violation } from '../tree/rule.ts';
import type { SourceFile } from '../tree/tree.ts';

const promise = /\b(TODO|FIXME|XXX|HACK)\b/;
const runners = ['test', 'it', 'describe', 'suite', 'bench'];
const switches = ['only', 'skip', 'todo', 'fails'];

/** Operations with a wrong answer today are listed here with the reason; their tests fail once the answer is right. */
const keepsKnownFaults = 'tests/conformance/federation/conform.ts';

export const leftovers: Rule = {
  name: 'nothing is left for later',
  check: ({ files }) =>
    files.flatMap((file) => [
      ...promises(file),
      ...(isTest(file) && isCode(file) ? switchedTests(file) : []),
    ]),
};

function promises(file: SourceFile): readonly Violation[] {
  return proseOf(file)
    .filter(({ text }) => promise.test(text))
    .map(({ line }) => ({
      file: file.path,
      line,
      why: 'promises work for later',
      instead: 'Do it now, or open an issue and leave the code complete',
    }));
}

function proseOf(file: SourceFile): readonly { line: number; text: string }[] {
  if (isCode(file)) return commentsOf(file);
  if (!/\.(md|ya?ml|graphql|css|html)$|Dockerfile$/.test(file.path)) return [];
  return file.text.split('\n').map((text, index) => ({ line: index + 1, text }));
}

function switchedTests(file: SourceFile): readonly Violation[] {
  const found: Violation[] = [];
  visit(file, {
    MemberExpression: (node) => {
      const name = switchOf(node);
      if (!name || (name === 'test.fails' && file.path === keepsKnownFaults)) return;
      const why = `${name} skips tests`;
      found.push({
        file: file.path,
        line: lineAt(file, node.start),
        why,
        instead: 'Fix the test or delete it',
      });
    },
  });
  return found;
}

function switchOf({ object, property }: MemberExpression): string | undefined {
  if (object.type !== 'Identifier' || property.type !== 'Identifier') return undefined;
  if (!runners.includes(object.name) || !switches.includes(property.name)) return undefined;
  return `${object.name}.${property.name}`;
}
