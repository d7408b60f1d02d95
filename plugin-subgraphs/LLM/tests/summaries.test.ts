import { randomUUID } from 'node:crypto';
import { openInMemory, testTask, withGraph } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { catchUp } from '../bll/summaries/mutations.ts';
import { summaries } from '../bll/summaries/service.ts';
import { LLM } from '../LLM.ts';
import { ada, makeDesk } from './desk.ts';

const launch = `The launch of rocket 7 is on Friday. Grace checks the tank pressure of the rocket. Lunch was good.
  The rocket waits for the weather before the launch. Somebody left a bicycle at the gate.`;

test('a document is summarized in its own sentences, and the model says what it is', async () => {
  const desk = makeDesk({ body: launch });
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
  const desk = makeDesk(written);
  await desk.note(1);
  expect((await desk.summarize()).error).toBeUndefined();
  const summary = await desk.summary();
  expect(summary).toMatchObject({ version: 1, text });
  const parts = await desk.parts();
  expect(parts.length).toBeGreaterThanOrEqual(least);
  expect(Math.max(...parts.map(({ text: part }) => part.length))).toBeLessThanOrEqual(1_500);
});

test('a changed document is summarized anew, once, whatever comes twice or late', async () => {
  const desk = makeDesk({ body: launch });
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
  const desk = makeDesk({ body: launch });
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
  const desk = makeDesk({ body: launch });
  await desk.note(1);
  desk.core.document = document;
  expect((await desk.summarize()).error).toBeUndefined();
  expect(await desk.summary()).toBeNull();
});

test('folders and users are not summarized', async () => {
  const desk = makeDesk({ body: launch });
  await desk.note(1, 'Folder');
  expect(await desk.summary()).toBeNull();
});

test('documents that are older than the plugin are caught up with, once, also after a kill', async () => {
  const ids = Array.from({ length: 250 }, () => randomUUID());
  const asked: number[] = [];
  const vault = withGraph(openInMemory(LLM).vaultFor(ada), async ({ variables }) => {
    const from = Number((variables as { after: string | null }).after ?? 0);
    asked.push(from);
    const edges = ids.slice(from, from + 100).map((id) => ({ node: { id, version: 3 } }));
    const pageInfo = { hasNextPage: from + 100 < ids.length, endCursor: String(from + 100) };
    return { documents: { edges, pageInfo } };
  });
  const killed = await testTask(catchUp, { payload: {}, vault, killAfter: 1 });
  expect(killed.checkpoints).toEqual([{ after: '100' }]);
  const rest = await testTask(catchUp, { payload: {}, vault, state: killed.checkpoints.at(-1) });
  expect(rest.error).toBeUndefined();
  expect(rest.enqueued.map(({ payload }) => payload)).toEqual(ids.slice(100).map((id) => ({ id })));
  const again = await testTask(catchUp, { payload: {}, vault });
  expect({ asked, enqueued: again.enqueued }).toEqual({ asked: [0, 100, 200, 0], enqueued: [] });
  const [id = ''] = ids;
  const old = { version: 3, text: 'Old.', model: 'chat-0', vectorModel: 'embedded-hash-256' };
  await summaries.update(id, old, vault);
  const anew = await testTask(catchUp, { payload: {}, vault });
  expect(anew.enqueued).toMatchObject([{ task: 'summarize-document', payload: { id } }]);
  expect(await summaries.get(id, vault)).toMatchObject({ version: 0, text: 'Old.' });
});
