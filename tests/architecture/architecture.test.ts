import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { sentence } from './tree/rule.ts';
import { rules } from './rules.ts';
import { readTree } from './tree/tree.ts';

const tree = readTree(fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, ''));

describe('the repository obeys its architecture', () => {
  test.for(rules.filter(({ advice }) => !advice))('$name', (rule) => {
    expect(rule.check(tree).map(sentence)).toEqual([]);
  });
});
