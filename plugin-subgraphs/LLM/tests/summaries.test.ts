import { randomUUID } from 'node:crypto';
import { openInMemory, testTask, withGraph } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { readSummary } from '../bll/summaries/queries.ts';
import { forgetDocument, noteVersion, summarizeDocument } from '../bll/summaries/mutations.ts';
import { passages } from '../bll/passages/service.ts';
import { LLM } from '../LLM.ts';

const acme = { org: 'acme', userId: null, roles: ['member'] } as const;
const launch = `The launch of rocket 7 is on Friday. Grace checks the tank pressure of the rocket. Lunch was good.
  The rocket waits for the weather before the launch. Somebody left a bicycle at the gate.`;

interface Written {
  readonly title?: string;
  readonly body?: string;
  readonly version?: number;
  readonly archivedAt?: string | null;
}

/** A document in core, which a test may change, and the plugin that hears of it. */
function openDesk(written: Written = {}) {
  const core = {
    document: { title: 'Launch 7', body: launch, version: 1, archivedAt: null, ...written } as Written | null,
  };
  const bare = openInMemory(LLM).vaultFor(acme);
  const vault = withGraph({ ...bare, transaction: { outbox: [] } }, async () => ({ ...core }));
  const id = randomUUID();
  return {
    id,
    core,
    vault,
    note: (version: number, entityType = 'Document') =>
      noteVersion({ entityType, entityId: id, version }, vault),
    forget: (version?: number) => forgetDocument({ entityId: id, version }, vault),
    summarize: () => testTask(summarizeDocument, { payload: { id }, vault }),
    summary: () => readSummary(id, bare),
    parts: async () => (await passages.filter({ where: { documentId: id }, first: 100 }, bare)).rows,
  };
}

test('a document is summarized in its own sentences, and the model says what it is', async () => {
  const desk = openDesk();
  await desk.note(1);
  expect(await desk.summary()).toMatchObject({ text: null, version: 0 });
  expect((await desk.summarize()).error).toBeUndefined();
  const summary = await desk.summary();
  expect(summary).toMatchObject({
    version: 1,
    model: 'embedded-extractive',
    vectorModel: 'embedded-hash-256',
  });
  expect(summary?.text).toMatch(/The launch of rocket 7 is on Friday\./);
  expect(summary?.text?.length).toBeLessThanOrEqual(300);
  expect(await desk.parts()).toMatchObject([{ title: 'Launch 7', embeddingModel: 'embedded-hash-256' }]);
});

test.each([
  ['no text', { body: ' ' }, null, 1],
  ['a title without a letter', { title: '!!!', body: '' }, null, 1],
  ['one endless word', { body: 'x'.repeat(100_000) }, expect.stringMatching(/^x{299}…$/), 67],
  ['many sentences', { body: 'The pump runs. '.repeat(6_000) }, 'The pump runs.', 60],
])('a document with %s is summarized, and cut into passages', async (...[, written, text, least]) => {
  const desk = openDesk(written);
  await desk.note(1);
  expect((await desk.summarize()).error).toBeUndefined();
  const summary = await desk.summary();
  expect(summary).toMatchObject({ version: 1, text });
  const parts = await desk.parts();
  expect(parts.length).toBeGreaterThanOrEqual(least);
  expect(Math.max(...parts.map(({ text: part }) => part.length))).toBeLessThanOrEqual(1_500);
});

test('a changed document is summarized anew, once, whatever comes twice or late', async () => {
  const desk = openDesk();
  await desk.note(1);
  await desk.summarize();
  desk.core.document = { title: 'Launch 7', body: 'It is off.', version: 3, archivedAt: null };
  await desk.note(3);
  await desk.summarize();
  await desk.note(2);
  expect(await desk.summary()).toMatchObject({ version: 3, newest: 3, text: 'It is off.' });
  expect(await desk.parts()).toHaveLength(1);
  desk.core.document = null;
  await desk.summarize();
  expect(await desk.summary()).toMatchObject({ version: 3 });
});

test('an archived or deleted document is forgotten, unless a newer version was heard of', async () => {
  const desk = openDesk();
  await desk.note(4);
  await desk.summarize();
  await desk.forget(3);
  expect(await desk.parts()).toHaveLength(1);
  await desk.forget(4);
  expect([await desk.summary(), await desk.parts()]).toEqual([null, []]);
  await desk.summarize();
  expect(await desk.summary()).toBeNull();
});

test.each([
  ['archived', { title: 'x', body: 'y', version: 2, archivedAt: '2026-11-30T00:00:00.000Z' }],
  ['deleted', null],
])('a document that core has %s meanwhile is forgotten, even if the event is late', async (_, document) => {
  const desk = openDesk();
  await desk.note(1);
  desk.core.document = document;
  expect((await desk.summarize()).error).toBeUndefined();
  expect(await desk.summary()).toBeNull();
});

test('folders and users are not summarized', async () => {
  const desk = openDesk();
  await desk.note(1, 'Folder');
  expect(await desk.summary()).toBeNull();
});
