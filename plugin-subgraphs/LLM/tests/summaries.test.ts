import { expect, test } from 'vitest';
import { makeDesk } from './desk.ts';

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
