import { isCode, isTest, lineAt, visit } from '@nimbusvault/vault/check';
import type { Rule, Violation } from '../tree/rule.ts';

const packages =
  /^(sdk(?!\/plugin\/bin)|gateway(?!\/explorer)|core-subgraph|plugin-subgraphs|examples\/[A-Z]\w*)\//;

export const throws: Rule = {
  name: 'every thrown error has a code',
  check: ({ files }) =>
    files
      .filter((file) => isCode(file) && !isTest(file) && packages.test(file.path))
      .flatMap((file) => {
        const found: Violation[] = [];
        visit(file, {
          ThrowStatement: ({ argument, start }) => {
            if (argument.type !== 'NewExpression' || argument.callee.type !== 'Identifier') return;
            if (!/^(Type|Range|Syntax|Aggregate)?Error$/.test(argument.callee.name)) return;
            found.push({
              file: file.path,
              line: lineAt(file, start),
              why: `throws ${argument.callee.name}, which the gateway has to mask`,
              instead:
                'Throw a VaultError with a code of docs/errors.md and a message that its reader can act on',
            });
          },
        });
        return found;
      }),
};
