import { expect, test } from 'vitest';
import { makeSite } from '../standIn/site.ts';
import { startSharePoint } from './startSharePoint.ts';

const titles = ['0.txt', '1.txt', '2.txt', '3.txt'];

/** A site of four files on two pages. */
async function startSmall() {
  const site = makeSite(3);
  for (const title of titles) site.write(title, `The text of ${title}`);
  return startSharePoint(site);
}

type Small = Awaited<ReturnType<typeof startSmall>>;

/** All documents are there once, and no import finds anything else to do. */
async function expectAll({ core, follow, document }: Small) {
  expect(core.titles()).toEqual(titles);
  expect(document('3.txt')).toMatchObject({ body: 'The text of 3.txt', isArchived: false });
  expect((await follow()).progress.at(-1)).toEqual([0, undefined]);
  expect(core.titles()).toEqual(titles);
}

test('killed behind any checkpoint, it goes on from there: no document twice, none lost', async () => {
  for (let kill = 1; ; kill += 1) {
    await using small = await startSmall();
    const first = await small.follow(undefined, kill);
    if (!first.error) break;
    const rest = await small.follow(first.checkpoints.at(-1));
    expect(rest).toMatchObject({ error: undefined, progress: expect.arrayContaining([[4, undefined]]) });
    await expectAll(small);
  }
});

test.each(['before', 'behind'] as const)(
  'killed right %s any change in core, neither a retry nor a new import makes a document twice',
  async (when) => {
    for (const isRetry of [true, false])
      for (const [at] of titles.entries()) {
        await using small = await startSmall();
        small.core.dies[when] = at + 1;
        const first = await small.follow();
        expect(first.error).toMatchObject({ message: `killed ${when} the change` });
        const rest = await small.follow(isRetry ? first.checkpoints.at(-1) : undefined);
        expect(rest.error).toBeUndefined();
        await expectAll(small);
      }
  },
);

test('a file that changes between the change in core and its record is made once, and followed', async () => {
  await using small = await startSmall();
  small.core.dies.behind = 1;
  await small.follow();
  small.site.write('0.txt', 'Newer');
  small.site.rename(small.site.find('1.txt'), 'One.txt');
  expect((await small.follow()).error).toBeUndefined();
  expect(small.core.titles()).toEqual(['0.txt', '2.txt', '3.txt', 'One.txt']);
  expect(small.document('0.txt').body).toBe('Newer');
});

test('a busy Graph is waited for within the call, and by the task where that takes long', async () => {
  await using small = await startSmall();
  small.site.busy = { times: 1, status: 503, seconds: 60 };
  const { error, checkpoints } = await small.follow();
  expect(error).toMatchObject({ code: 'OUTSIDE_UNAVAILABLE', retryAfterMs: 60_000 });
  small.site.busy = { times: 1, status: 429, seconds: 1 };
  expect((await small.follow(checkpoints.at(-1))).error).toBeUndefined();
  await expectAll(small);
});

test.each([/\/drives$/, /delta/, /items/, /download/])(
  'garbage at %s changes nothing, and the next try succeeds',
  async (garbage) => {
    await using small = await startSmall();
    small.site.garbage = garbage;
    const { error, checkpoints } = await small.follow();
    expect(error).toMatchObject({ code: expect.stringMatching(/^OUTSIDE_(ANSWER_INVALID|UNAVAILABLE)$/) });
    expect(small.core.documents.size).toBe(0);
    small.site.garbage = null;
    expect((await small.follow(checkpoints.at(-1))).error).toBeUndefined();
    await expectAll(small);
  },
);

test('what users have deleted or archived here stays so when the file changes', async () => {
  await using small = await startSmall();
  await small.follow();
  const [deleted, archived] = [small.document('0.txt').id, small.document('1.txt').id];
  small.core.documents.delete(deleted);
  const document = small.core.documents.get(archived);
  if (document) document.isArchived = true;
  for (const title of titles) small.site.write(title, 'Newer');
  expect((await small.follow()).error).toBeUndefined();
  expect(small.core.titles()).toEqual(titles.slice(1));
  expect(small.document('1.txt')).toMatchObject({ body: 'The text of 1.txt', isArchived: true });
  expect(small.document('2.txt').body).toBe('Newer');
});
