import type { Vault } from '@nimbusvault/sdk';
import { openInMemory, startVendor, testWorkflow, type Vendor } from '@nimbusvault/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { askDocuments } from '../bll/answers/mutations.ts';
import { readUsage } from '../bll/budget/queries.ts';
import { LLM } from '../LLM.ts';
import { makeRoutes, type Temper } from '../standIn/server.ts';
import { ada, makeDesk, writeDocument } from './desk.ts';

const models = { chatModel: 'chat-1', embeddingModel: 'vectors-1', answerWithinMs: 3_000 };
const temper: Temper = { mood: 'well', slowMs: 60_000 };
const question = 'Who gives the word?';

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor(makeRoutes(temper));
});
afterAll(() => vendor[Symbol.asyncDispose]());
beforeEach(() => {
  temper.mood = 'well';
});

/** An organization whose models are those of the vendor; `calls` are those that `vault.http` has logged. */
function openOffice(settings: object = {}, organizationSettings: object = {}, host = vendor.host) {
  const at = { url: vendor.url, ...models, ...settings };
  const memory = openInMemory(LLM, at, { outside: [host], organizationSettings });
  const calls: object[] = [];
  const note = (fields: object) => void calls.push(fields);
  const log = { debug: () => {}, info: note, warn: note, error: () => {} };
  const vault: Vault = { ...memory.vaultFor(ada), log };
  return {
    vault,
    calls,
    ask: async () => (await testWorkflow(askDocuments, { input: { question }, vault })).answer,
    tokens: async () => (await readUsage(vault)).tokens,
  };
}

test('the vendor summarizes a document, and each of its requests went through vault.http', async () => {
  const { vault, calls, tokens } = openOffice();
  const before = vendor.requests.length;
  const desk = makeDesk({ body: 'Ada gives the word.' }, vault);
  await desk.note(1);
  expect(await desk.summarize()).toMatchObject({ error: undefined, checkpoints: [{ tried: 1 }] });
  expect(await desk.summary()).toMatchObject({
    text: 'In short: Ada gives the word.',
    model: 'chat-1',
    vectorModel: 'vectors-1',
  });
  expect(await tokens()).toBeGreaterThan(0);
  expect(await tokens()).toBeLessThan(300);
  expect(vendor.requests.slice(before).map(({ path }) => path)).toEqual(['/chat/completions', '/embeddings']);
  expect(calls).toHaveLength(2);
});

const faults = [
  ['busy', 0, { retryAfterMs: 7_000, message: expect.stringContaining('429') }],
  ['broken', 0, { retryAfterMs: 500, message: expect.stringContaining('500') }],
  ['keyless', 0, { retryAfterMs: 500, message: expect.stringContaining('does not accept the key') }],
  ['garbage', 'all', { retryAfterMs: 500, message: expect.stringContaining('no whole answer') }],
  ['cut', 'all', { retryAfterMs: 500 }],
  ['long', 'some', { retryAfterMs: 500, message: expect.stringContaining('finish_reason') }],
  ['wide', 'some', { retryAfterMs: 500, message: expect.stringContaining('set "dimensions"') }],
] as const;

const reserved = 1_008;

test.each(faults)(
  'a summary waits while the vendor is %s, and %s of its tokens are counted',
  async (...row) => {
    const [mood, counted, error] = row;
    const { vault, tokens } = openOffice();
    const desk = makeDesk({ body: 'Ada.' }, vault);
    await desk.note(1);
    temper.mood = mood;
    expect((await desk.summarize()).error).toMatchObject(error);
    const spent = await tokens();
    expect(spent === 0 ? 0 : spent === reserved ? 'all' : 'some').toBe(counted);
    expect(await desk.summary()).toMatchObject({ version: 0, text: null });
    expect((await desk.summarize({ state: { tried: 7 } })).error).toMatchObject({ code: 'STEP_FAILED' });
    temper.mood = 'well';
    expect((await desk.summarize({ state: { tried: 8 } })).error).toBeUndefined();
  },
);

test('a summary whose process is killed behind its reservation leaves it counted, and goes on', async () => {
  const { vault, tokens } = openOffice();
  const desk = makeDesk({ body: 'Ada.' }, vault);
  await desk.note(1);
  const killed = await desk.summarize({ killAfter: 1 });
  expect(await tokens()).toBe(reserved);
  const rest = await desk.summarize({ state: killed.checkpoints.at(-1) as object });
  expect(rest.error).toBeUndefined();
  expect(await tokens()).toBeGreaterThan(reserved);
  expect(await tokens()).toBeLessThan(reserved * 2);
});

test('a vendor that is not there costs nothing', async () => {
  const gone = await startVendor({});
  await gone[Symbol.asyncDispose]();
  const { vault, ask, tokens } = openOffice({ url: gone.url }, {}, gone.host);
  const desk = makeDesk({ body: 'Ada.' }, vault);
  await desk.note(1);
  expect((await desk.summarize()).error).toMatchObject({ retryAfterMs: 500 });
  expect(await ask()).toMatchObject({ __typename: 'ModelUnavailable' });
  expect(await tokens()).toBe(0);
});

test('an answer cites documents of the organization', async () => {
  const { vault, ask } = openOffice();
  const id = await writeDocument('Countdown', 'Ada gives the word.', vault);
  await writeDocument('Lunch', 'There was soup.', vault);
  expect(await ask()).toMatchObject({
    text: expect.stringMatching(/^Ada gives the word\. \[\d\]$/),
    model: 'chat-1',
    citations: [{ documentId: id }],
  });
});

test.each([
  ['busy', { __typename: 'ModelUnavailable', retryAfterSeconds: 7 }, false],
  ['broken', { __typename: 'ModelUnavailable', retryAfterSeconds: null }, false],
  ['keyless', { __typename: 'ModelUnavailable' }, false],
  ['garbage', { __typename: 'ModelUnavailable' }, true],
  ['cut', { __typename: 'ModelUnavailable' }, true],
  ['slow', { __typename: 'ModelUnavailable' }, true],
  ['wide', { __typename: 'ModelUnavailable' }, true],
  ['long', { __typename: 'ModelUnavailable' }, true],
] as const)('a question while the vendor is %s has a typed outcome', async (...[mood, outcome, isPaid]) => {
  const { vault, ask, tokens } = openOffice({ answerWithinMs: 300 });
  await writeDocument('Countdown', 'Ada gives the word.', vault);
  const before = await tokens();
  temper.mood = mood;
  expect(await ask()).toMatchObject(outcome);
  expect((await tokens()) > before).toBe(isPaid);
});

test('a question that no document answers is answered with that', async () => {
  const { vault, ask } = openOffice();
  expect(await ask()).toMatchObject({ __typename: 'NothingFound' });
  await writeDocument('Lunch', 'There was soup.', vault);
  expect(await ask()).toMatchObject({ __typename: 'NothingFound' });
});

test('a document that is forgotten while the model answers is left out, with its statements', async () => {
  const { vault } = openOffice();
  const kept = await writeDocument('Countdown', 'Ada gives the word.', vault);
  const gone = makeDesk({ body: 'Grace gives the word too.' }, vault);
  await gone.note(1);
  await gone.summarize();
  await using slower = await startVendor({
    ...makeRoutes(),
    'POST /chat/completions': async (request) => {
      await gone.forget();
      return makeRoutes()['POST /chat/completions']?.(request);
    },
  });
  const office = openInMemory(LLM, { url: slower.url, ...models }, { outside: [slower.host] });
  const settings = { ...vault, settings: office.vaultFor(ada).settings, openHttp: undefined };
  const { http } = office.vaultFor(ada);
  const { answer } = await testWorkflow(askDocuments, { input: { question }, vault: { ...settings, http } });
  expect(answer).toMatchObject({
    text: expect.not.stringContaining('Grace'),
    citations: [{ documentId: kept }],
  });
});

test('a question above the budget has a typed outcome, and reaches no vendor', async () => {
  const { vault, ask, calls } = openOffice({}, { tokensPerDay: 4_000 });
  expect(await ask()).toMatchObject({
    __typename: 'OverBudget',
    tokens: 0,
    limit: 4_000,
    resetsAt: expect.stringMatching(/T00:00:00\.000Z$/),
  });
  expect(calls).toEqual([]);
  expect((await readUsage(vault)).limit).toBe(4_000);
});

test('an organization sets a lower budget than the vault, never a higher one', async () => {
  const { vault } = openOffice({ tokensPerDay: 10 }, { tokensPerDay: 1_000_000 });
  expect(await readUsage(vault)).toMatchObject({ limit: 10, tokens: 0, chatModel: 'chat-1' });
  const desk = makeDesk({ body: 'Ada.' }, vault);
  await desk.note(1);
  const { error } = await desk.summarize();
  expect((error as { retryAfterMs: number }).retryAfterMs).toBeGreaterThan(0);
});
