import { functionsOf, isCode, isGenerated, isTest } from '@nimbusvault/vault/check';
import type { Rule } from '../tree/rule.ts';

const fileLines = 250;
const functionLines = 30;

export const fileSize: Rule = {
  name: `a file has at most ${fileLines} lines`,
  check: ({ files }) =>
    files
      .filter((file) => isCode(file) && !isGenerated(file))
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > fileLines)
      .map(({ path, lines }) => ({
        file: path,
        why: `has ${lines} lines`,
        instead: 'Split it by meaning; each part has one main export and its name',
      })),
};

/** oxlint refuses functions of more than 40 lines; this rule lists those that come close. */
export const functionSize: Rule = {
  name: `a function has at most ${functionLines} lines`,
  advice: true,
  check: ({ files }) =>
    files
      .filter((file) => isCode(file) && !isTest(file))
      .flatMap((file) =>
        functionsOf(file)
          .filter(({ lines }) => lines > functionLines)
          .map(({ line, lines }) => ({
            file: file.path,
            line,
            why: `this function has ${lines} lines`,
            instead: 'Extract by meaning',
          })),
      ),
};
