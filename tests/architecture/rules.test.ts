import { describe, expect, test } from 'vitest';
import { sentence, type Rule } from './tree/rule.ts';
import { rules } from './rules.ts';
import { importSins } from './sins/importSins.ts';
import { nameSins, wellNamed } from './sins/nameSins.ts';
import { otherSins } from './sins/otherSins.ts';
import { treeOf } from './tree/tree.ts';

const sins = [...importSins, ...nameSins, ...otherSins];

function ruleNamed(name: string): Rule {
  const rule = rules.find((each) => each.name === name);
  if (!rule) throw new Error(`no rule is named "${name}"`);
  return rule;
}

describe('each rule fails on its sin, with the reason', () => {
  test.for(sins)('$says', ({ rule, files, says }) => {
    const said = ruleNamed(rule).check(treeOf(files)).map(sentence);
    expect(said).toContainEqual(expect.stringContaining(says));
  });

  test('every rule has a sin', () => {
    const unproven = rules.filter(({ name }) => !sins.some(({ rule }) => rule === name));
    expect(unproven.map(({ name }) => name)).toEqual([]);
  });
});

describe('each rule passes on valid code', () => {
  test('a plugin with one name everywhere', () => {
    const rule = ruleNamed('folder = file = export = settings key = supergraph entry');
    expect(rule.check(treeOf(wellNamed)).map(sentence)).toEqual([]);
  });

  test('words in strings and comments are not imports', () => {
    const text = "// import { a } from 'pg';\nconst a = `import { a } from 'pg';`;";
    const rule = ruleNamed('who may import whom');
    expect(rule.check(treeOf({ 'sdk/plugin/hooks/a.ts': text })).map(sentence)).toEqual([]);
  });

  test('a type may be imported if the room allows types', () => {
    const text = "import type { Hook } from '../hooks/index.ts';";
    const rule = ruleNamed('who may import whom');
    expect(rule.check(treeOf({ 'sdk/plugin/plugin/a.ts': text })).map(sentence)).toEqual([]);
  });
});
