import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openInMemory, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { Archive, letters } from '@nimbusvault/testing/fixtures/Archive';
import type { Vault } from '../kernel/index.ts';
import { addSearch, searchable, searchConnection, vectorColumn, type HighlightPart } from './index.ts';

let archive: StartedPlugin;
beforeAll(async () => {
  archive = await startPlugin(Archive);
});
afterAll(() => archive[Symbol.asyncDispose]());

const memory = openInMemory(Archive);
const inMemory = (org: string) => memory.vaultFor({ org, userId: null, roles: [] });
const inPostgres = (org: string) => archive.opened.vaultFor(org);

type LetterRow = Parameters<typeof letters.create>[0];

async function write(vault: Vault, ...rows: LetterRow[]): Promise<void> {
  await letters.bulkCreate(rows, vault);
}

async function subjects(text: string, vault: Vault): Promise<readonly string[]> {
  const { matches } = await letters.search(text, {}, vault);
  return matches.map(({ row }) => row.subject);
}

const withVector = (subject: string, embedding: number[], embeddingModel = 'mini'): LetterRow => ({
  subject,
  embedding,
  embeddingModel,
});

const marked = (parts: readonly HighlightPart[]) =>
  parts.filter(({ isMatch }) => isMatch).map(({ text }) => text);

describe.each([
  ['PostgreSQL', inPostgres],
  ['rows in memory', inMemory],
])('a search of %s', (_, vaultFor) => {
  test('finds rows with all words, the best first, with what was found', async () => {
    const vault = vaultFor('acme');
    await write(
      vault,
      { subject: 'On gardens', content: 'Roses need water in summer.' },
      { subject: 'Roses', content: 'They are red, in gardens too.' },
      { subject: 'Water', content: null },
    );
    expect(await subjects('roses', vault)).toEqual(['Roses', 'On gardens']);
    expect(await subjects('roses WATER', vault)).toEqual(['On gardens']);
    expect(await subjects('"need water"', vault)).toEqual(['On gardens']);
    expect(await subjects('"water need"', vault)).toEqual([]);
    expect(await subjects('water -roses', vault)).toEqual(['Water']);
    expect((await subjects('red or summer', vault)).toSorted()).toEqual(['On gardens', 'Roses']);
    const { matches } = await letters.search('summer', {}, vault);
    expect(matches[0]?.rank).toBeGreaterThan(0);
    expect(marked(matches[0]?.highlight ?? [])).toEqual(['summer']);
  });

  test('is within the organization, in rank and highlight too, and within the filter', async () => {
    const [ours, theirs] = [vaultFor('isles'), vaultFor('globex')];
    await write(ours, { subject: 'Merger', content: 'ours', place: 'Oslo' });
    const alone = await letters.search('merger', {}, ours);
    await write(
      theirs,
      ...Array.from({ length: 50 }, () => ({ subject: 'Merger', content: 'secret merger' })),
    );
    expect(await letters.search('merger', {}, ours)).toEqual({ ...alone, cursorOf: expect.any(Function) });
    expect(await subjects('secret', ours)).toEqual([]);
    const { matches } = await letters.search('merger', { where: { org: 'globex' } as object }, ours);
    expect(matches.map(({ row }) => row.org)).toEqual(['isles']);
    expect((await letters.search('merger', { where: { place: 'Rome' } }, ours)).matches).toEqual([]);
    expect((await letters.search('merger', { where: { place: 'Oslo' } }, ours)).matches).toHaveLength(1);
  });

  test('pages through all matches once, also those of one rank', async () => {
    const vault = vaultFor('pages');
    await write(vault, ...Array.from({ length: 25 }, (_row, at) => ({ subject: `Plan ${at}` })));
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await letters.search('plan', { first: 10, after }, vault);
      expect(page.hasPreviousPage).toBe(seen.length > 0);
      seen.push(...page.matches.map(({ row }) => row.id));
      const { pageInfo } = searchConnection(page, ({ id }) => id);
      after = page.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(seen).toHaveLength(25);
    expect(seen).toEqual(seen.toSorted().toReversed());
  });

  test.each([
    ['', 0],
    ['  \n ', 0],
    ['"', 0],
    ['- or ! & | :* ( <->', 0],
    [`'; drop table letter; --`, 0],
    ['ʻ💥 \u0001\u0002', 0],
    ['?', 0],
  ])('for %j is an answer', async (text, count) => {
    expect((await letters.search(text, {}, vaultFor('garbage'))).matches).toHaveLength(count);
  });

  test.each([
    ['x'.repeat(1_001), {}, /at most 1000/],
    ['x '.repeat(33), {}, /at most 32 words/],
    ['a\0b', {}, /NUL/],
    ['a\ud800', {}, /surrogate/],
    ['x', { first: 101 }, /from 0 to 100/],
    ['x', { after: 'garbage' }, /not a cursor/],
    [
      'x',
      { after: Buffer.from('[1e60,"00000000-0000-4000-8000-0000000000a1"]').toString('base64url') },
      /not a cursor/,
    ],
    ['x', { after: Buffer.from('{"rank":1}').toString('base64url') }, /not a cursor/],
  ])('for %j, %j is refused', async (text, args, message) => {
    await expect(letters.search(text, args, vaultFor('garbage'))).rejects.toThrow(message);
  });

  test('returns text, and no markup or marker of a row takes effect', async () => {
    const vault = vaultFor('markup');
    const content = 'a <b>bold</b> \u0002forged\u0003 <img src=x onerror=alert(1)> needle & more';
    await write(vault, { subject: 'x', content });
    const [found] = (await letters.search('needle', {}, vault)).matches;
    expect(marked(found?.highlight ?? [])).toEqual(['needle']);
    const text = (found?.highlight ?? []).map((part) => part.text).join('');
    expect(text).not.toContain('\u0002');
    expect(text).not.toContain('\u0003');
  });

  test('changes as its rows do', async () => {
    const vault = vaultFor('changes');
    const { id } = await letters.create({ subject: 'Draft' }, vault);
    await letters.update(id, { subject: 'Final' }, vault);
    expect(await subjects('draft', vault)).toEqual([]);
    expect(await subjects('final', vault)).toEqual(['Final']);
    await letters.delete(id, vault);
    expect(await subjects('final', vault)).toEqual([]);
  });

  test('by a vector compares rows of the same model and dimension alone, after words and filters', async () => {
    const vault = vaultFor('vectors');
    await write(
      vault,
      withVector('East wind', [1, 0, 0]),
      withVector('North-east wind', [2, 2, 0]),
      withVector('Up', [0, 0, 5]),
    );
    await write(vault, withVector('East of another model', [1, 0, 0], 'maxi'), { subject: 'No vector' });
    await write(vaultFor('elsewhere'), withVector('East wind of others', [1, 0, 0]));
    const east = { vector: [3, 0, 0], model: 'mini' };
    const all = await letters.nearest(east, {}, vault);
    expect(all.matches.map(({ row }) => row.subject)).toEqual(['East wind', 'North-east wind', 'Up']);
    expect(all.matches.map(({ similarity }) => similarity)).toEqual([1, expect.closeTo(Math.SQRT1_2, 6), 0]);
    expect(all.isCut).toBe(false);
    const some = await letters.nearest(east, { words: 'north', first: 5 }, vault);
    expect(some.matches.map(({ row }) => row.subject)).toEqual(['North-east wind']);
    const one = await letters.nearest(east, { where: { subject: 'Up' } }, vault);
    expect(one.matches.map(({ row }) => row.subject)).toEqual(['Up']);
  });

  test.each([[[1, 2]], [[0, 0, 0]], [[1, Number.NaN, 0]], [[1, 2, 1e300]], [['1', 2, 3]]])(
    'a vector %j is refused',
    async (vector) => {
      const vault = vaultFor('vectors');
      const refused = /list of 3 finite numbers/;
      const embedding = vector as number[];
      await expect(letters.nearest({ vector: embedding, model: 'mini' }, {}, vault)).rejects.toThrow(refused);
      const row = { subject: 'x', embedding, embeddingModel: 'mini' };
      await expect(letters.create(row, vault)).rejects.toThrow(refused);
    },
  );
});

test('a language that PostgreSQL does not have is refused', () => {
  expect(() => searchable(['title'], { language: 'klingon' as 'simple' })).toThrow(
    /cannot search in "klingon"/,
  );
  expect(() => addSearch('note', ['title'], { language: 'x; drop' as 'simple' })).toThrow(
    /The languages are/,
  );
  expect(() => vectorColumn(0)).toThrow(/1 to 4096/);
});
