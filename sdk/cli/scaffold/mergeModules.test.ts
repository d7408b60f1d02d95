import { expect, test } from 'vitest';
import { mergeModules } from './mergeModules.ts';

test('missing imports, entries and statements are added, and existing ones stay', () => {
  const existing = `import { definePlugin } from '@nimbusvault/sdk';
import { createTag } from './bll/tags/mutations.ts'; // ours

// The plugin.
export const Tags = definePlugin({
  name: 'Tags',
  workflows: [createTag],
});
`;
  const addition = `import { definePlugin } from '@nimbusvault/sdk';
import { createTag, removeTag } from './bll/tags/mutations.ts';
import { hooks } from './hooks.ts';
export const Tags = definePlugin({ name: 'Tags', workflows: [createTag, removeTag], hooks, tasks: [sweep] });
export const more = 1;
`;
  expect(mergeModules(existing, addition)).toBe(`import { definePlugin } from '@nimbusvault/sdk';
import { createTag, removeTag } from './bll/tags/mutations.ts';
import { hooks } from './hooks.ts'; // ours

// The plugin.
export const Tags = definePlugin({
  name: 'Tags',
  workflows: [createTag, removeTag],
  hooks,
  tasks: [sweep],
});

export const more = 1;
`);
});

test('entries within entries are added, and empty ones are filled', () => {
  const existing = 'export const resolvers = {\n  Query: {\n    tags: () => 1,\n  },\n  Mutation: {},\n};\n';
  const addition =
    'export const resolvers = { Query: { tags: () => 2, notes: () => 3 }, Mutation: { a: () => 4 }, Note: {} };';
  expect(mergeModules(existing, addition)).toBe(
    'export const resolvers = {\n  Query: {\n    tags: () => 1,\n    notes: () => 3,\n  },\n  Mutation: {a: () => 4},\n  Note: {},\n};\n',
  );
});

test('existing code is not changed', () => {
  const text = "import { on } from '@nimbusvault/sdk';\nexport const hooks = [on(a, b)];\n";
  expect(mergeModules(text, text)).toBe(text);
});

test('a file that is not TypeScript is refused', () => {
  expect(() => mergeModules('export const = 1', '')).toThrow('The file cannot be parsed');
});
