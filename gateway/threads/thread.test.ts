import { expect, test } from 'vitest';
import { openThread } from './thread.ts';

const longMs = 10_000;
const file = new URL('../tests/slowWorker.ts', import.meta.url);

test('a failed job does not affect the thread', async () => {
  const thread = openThread(file, undefined);
  expect(await thread.start()).toBe('hello');
  await expect(thread.ask('fail', longMs)).rejects.toThrow('It failed.');
  expect(await thread.ask('a', longMs)).toEqual({ job: 'a', jobs: 2 });
  thread.release();
});

test.each([
  ['takes too long', 'loop', 100],
  ['ends the thread', 'exit', longMs],
])('a job that %s fails alone: a new thread answers the jobs behind it', async (_, job, longestMs) => {
  const thread = openThread(file, undefined);
  const [bad, good] = [thread.ask(job, longestMs), thread.ask('a', longMs)];
  await expect(bad).rejects.toThrow('aborted');
  expect(await good).toEqual({ job: 'a', jobs: 1 });
  thread.release();
});

test('a released thread ends when it has no jobs, and starts again for the next job', async () => {
  const thread = openThread(file, undefined);
  const first = thread.ask('a', longMs);
  thread.release();
  expect(await first).toEqual({ job: 'a', jobs: 1 });
  await new Promise(setImmediate);
  expect(await thread.ask('b', longMs)).toEqual({ job: 'b', jobs: 1 });
});

test('a worker that does not start rejects each job with the reason', async () => {
  const thread = openThread(new URL('../tests/none.ts', import.meta.url), undefined);
  await expect(thread.start()).rejects.toThrow('none.ts');
  await expect(thread.ask('a', longMs)).rejects.toThrow('none.ts');
});
