import { expect, test } from 'vitest';
import { defineThread } from './defineThread.ts';

/** A module of one exported function, which runs in a thread with 64 MB and these milliseconds. */
function threadOf(body: string, limitMs = 20_000) {
  const module = new URL(`data:text/javascript,${encodeURIComponent(`export const work = ${body};`)}`);
  return defineThread<unknown, unknown>(module, 'work', { memoryMb: 64, limitMs });
}

test('the answer of a function is what it returns in its thread, which has no environment', async () => {
  const work = threadOf('async (input) => ({ ...input, path: process.env.PATH })');
  expect(await work.run({ a: 1 }, {})).toEqual({ a: 1, path: undefined });
});

test.each([
  ['throws', '() => { throw new Error("broken"); }', '"work" has failed: broken.'],
  ['ends its thread', '() => process.exit(0)', '"work" ended without an answer.'],
  ['fills the heap', '() => { const all = []; for (;;) all.push([all.length]); }', 'needed more than 64 MB'],
  [
    'fills buffers',
    'async () => { const all = []; for (;;) { all.push(new Uint8Array(2e7).fill(1)); await new Promise(setImmediate); } }',
    'needed more than 64 MB',
  ],
])('a function that %s fails alone', async (_, body, message) => {
  const failing = threadOf(body).run(null, {});
  await expect(failing).rejects.toMatchObject({
    code: 'THREAD_FAILED',
    message: expect.stringContaining(message),
  });
});

test('a function that hangs is stopped after its time', async () => {
  const hanging = threadOf('() => { for (;;); }', 500).run(null, {});
  await expect(hanging).rejects.toMatchObject({ message: '"work" took longer than 500 ms.' });
});

test('a caller that stops waiting stops the thread', async () => {
  const stopping = new AbortController();
  const hanging = threadOf('() => { for (;;); }').run(null, stopping);
  stopping.abort(new Error('the process stops'));
  await expect(hanging).rejects.toThrow('the process stops');
  await expect(threadOf('() => 1').run(null, stopping)).rejects.toThrow('the process stops');
});
