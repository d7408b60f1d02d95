import { styleText } from 'node:util';
import { sentence, type Rule } from './tree/rule.ts';
import { rules } from './rules.ts';
import { readTree, type Tree } from './tree/tree.ts';

type Verdict = 'PASSED' | 'ADVICE' | 'FAILED';

const colors = { PASSED: 'green', ADVICE: 'yellow', FAILED: 'red' } as const;

/** Prints a line for every rule, with its violations below; returns false if a rule fails. */
function report(tree: Tree): boolean {
  return rules.map((rule) => reportRule(rule, tree)).every((verdict) => verdict !== 'FAILED');
}

function reportRule(rule: Rule, tree: Tree): Verdict {
  const violations = rule.check(tree);
  const verdict = violations.length === 0 ? 'PASSED' : rule.advice ? 'ADVICE' : 'FAILED';
  console.log(`${styleText(colors[verdict], verdict)}  ${rule.name}`);
  for (const violation of violations) console.log(`        ${sentence(violation)}`);
  return verdict;
}

process.exitCode = report(readTree(process.cwd())) ? 0 : 1;
