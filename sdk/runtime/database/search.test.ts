import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HighlightPart } from '@nimbusvault/sdk';
import type { Vault } from '@nimbusvault/sdk/kernel';
import { startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { Archive, letters, names } from '@nimbusvault/testing/fixtures/Archive';

let archive: StartedPlugin;
beforeAll(async () => {
  archive = await startPlugin(Archive);
});
afterAll(() => archive[Symbol.asyncDispose]());

const vaultOf = (org: string) => archive.opened.vaultFor(org);

async function write(vault: Vault, ...rows: Parameters<typeof letters.create>[0][]): Promise<void> {
  await letters.bulkCreate(rows, vault);
}

async function subjects(text: string, vault: Vault): Promise<readonly string[]> {
  const { matches } = await letters.search(text, {}, vault);
  return matches.map(({ row }) => row.subject);
}

const marked = (parts: readonly HighlightPart[]) =>
  parts.filter(({ isMatch }) => isMatch).map(({ text }) => text);

test('a stem of its language finds the forms of a word; "simple" takes words of every language as they are', async () => {
  const vault = vaultOf('languages');
  await write(vault, { subject: 'Running' });
  expect(await subjects('runs', vault)).toEqual(['Running']);
  expect(await subjects('the', vault)).toEqual([]);
  const written = ['Žluťoučký kůň', 'Größe running', '東京 タワー'];
  await names.bulkCreate(
    written.map((name) => ({ name })),
    vault,
  );
  const count = async (text: string) => (await names.search(text, {}, vault)).matches.length;
  expect([await count('KŮŇ'), await count('größe'), await count('東京'), await count('runs')]).toEqual([
    1, 1, 1, 0,
  ]);
});

test.each([
  [
    'a million words',
    Array.from({ length: 1_000_000 }, (_, at) => at.toString(36).padStart(5, 'q')).join(' '),
    'qqqq1',
  ],
  ['a chain of hyphens', Array.from({ length: 60_000 }, (_, at) => `a-${at}`).join('-'), '1'],
  [
    'as many different words as can be',
    Array.from({ length: 100_000 }, (_, at) => String.fromCodePoint(131_072 + at)).join(' '),
    '\u{20001}',
  ],
  [
    'words of two characters',
    Array.from({ length: 100_000 }, (_, at) =>
      String.fromCodePoint(131_072 + (at % 42_000), 131_072 + ((at * 7) % 42_000)),
    ).join(' '),
    '\u{20001}\u{20007}',
  ],
  ['one word', 'x'.repeat(1_000_000), 'long'],
])('a row of %s is stored, and found by its beginning', async (name, content, word) => {
  const vault = vaultOf('long');
  await write(vault, { subject: `Long ${name}`, content });
  const [found] = (await letters.search(`${word} "${name}"`, {}, vault)).matches;
  expect(marked(found?.highlight ?? [])).toContainEqual(word === 'long' ? 'Long' : word);
});

test('parts of an address find it, and what is found is marked as it is written', async () => {
  const vault = vaultOf('parts');
  await write(vault, {
    subject: 'Ada (ada.lovelace@example.org) wrote: "Hello-World"!',
    content: 'https://example.org/a_b?c=d',
  });
  const found = async (text: string) =>
    (await letters.search(text, {}, vault)).matches.map(({ highlight }) =>
      highlight.map((part) => (part.isMatch ? `[${part.text}]` : part.text)).join(''),
    );
  const [rest] = [' wrote: "Hello-World"!\nhttps://example.org/a_b?c=d'];
  expect(await found('lovelace')).toEqual([`Ada (ada.[lovelace]@example.org)${rest}`]);
  expect(await found('ada.lovelace@example.org')).toEqual([
    `[Ada] ([ada].[lovelace]@[example].[org]) wrote: "Hello-World"!\nhttps://[example].[org]/a_b?c=d`,
  ]);
  expect(await found('hello-world')).toHaveLength(1);
  expect(await found('world-hello')).toEqual([]);
});

test('what is found far behind in a text is shown, cut out of it', async () => {
  const vault = vaultOf('deep');
  await write(vault, { subject: 'Deep', content: `${'hay '.repeat(20_000)}needle ${'hay '.repeat(1_000)}` });
  const [found] = (await letters.search('needle', {}, vault)).matches;
  expect(marked(found?.highlight ?? [])).toEqual(['needle']);
  expect(found?.highlight.map(({ text }) => text).join('')).toMatch(/^…hay [^]{100,300}…$/);
});

test('a row is read without the columns that are only searched', async () => {
  const vault = vaultOf('lean');
  await write(vault, { subject: 'Lean', embedding: [1, 0, 0], embeddingModel: 'mini' });
  const row = await letters.get({ subject: 'Lean' }, vault);
  expect(row).toMatchObject({ subject: 'Lean', embeddingModel: 'mini' });
  expect(Object.keys(row ?? {})).not.toEqual(expect.arrayContaining(['searchText']));
  expect(row?.embedding).toBeUndefined();
});
