import { expect, test } from 'vitest';
import type { Patience } from './exchange.ts';
import { createDeduplicator } from './deduplicator.ts';

const longMs = 10_000;

/** A request to share, and control over each time that it is sent. */
function openAsked() {
  const sent: (PromiseWithResolvers<string> & { readonly patience: Patience })[] = [];
  const send = (patience: Patience) => {
    const answer = { ...Promise.withResolvers<string>(), patience };
    patience.onLeave = answer.reject;
    sent.push(answer);
    return answer.promise;
  };
  return { sent, send };
}

const stays = () => new AbortController().signal;

test('simultaneous callers with the same key share a request, and later callers do not', async () => {
  const { sent, send } = openAsked();
  const deduplicator = createDeduplicator<string>(longMs);
  const both = [deduplicator.share('a', stays(), send), deduplicator.share('a', stays(), send)];
  const other = deduplicator.share('b', stays(), send);
  sent[0]?.resolve('one');
  sent[1]?.resolve('two');
  expect(await Promise.all([...both, other])).toEqual(['one', 'one', 'two']);
  void deduplicator.share('a', stays(), send);
  expect(sent).toHaveLength(3);
});

test('all callers of a shared request get its failure, and the next request is a new one', async () => {
  const { sent, send } = openAsked();
  const deduplicator = createDeduplicator<string>(longMs);
  const both = [deduplicator.share('a', stays(), send), deduplicator.share('a', stays(), send)];
  sent[0]?.reject(new Error('No.'));
  expect(await Promise.allSettled(both)).toMatchObject([
    { reason: { message: 'No.' } },
    { reason: { message: 'No.' } },
  ]);
  void deduplicator.share('a', stays(), send);
  expect(sent).toHaveLength(2);
});

test('a caller that leaves does not affect the others; when all have left the request is abandoned', async () => {
  const { sent, send } = openAsked();
  const deduplicator = createDeduplicator<string>(longMs);
  const [first, second] = [new AbortController(), new AbortController()];
  const leaving = deduplicator.share('a', first.signal, send);
  const staying = deduplicator.share('a', second.signal, send);
  first.abort(new Error('The first leaves.'));
  await expect(leaving).rejects.toThrow('The first leaves.');
  expect(sent[0]?.patience.left).toBeUndefined();
  second.abort(new Error('The second leaves.'));
  await expect(staying).rejects.toThrow('The second leaves.');
  expect(sent[0]?.patience.left?.message).toBe('The second leaves.');
});

test('no caller joins an abandoned request, or a request from before a seal', async () => {
  const { sent, send } = openAsked();
  const deduplicator = createDeduplicator<string>(longMs);
  const leaver = new AbortController();
  const left = deduplicator.share('a', leaver.signal, send);
  leaver.abort(new Error('I leave.'));
  void deduplicator.share('a', stays(), send);
  expect(sent).toHaveLength(2);
  deduplicator.seal();
  void deduplicator.share('a', stays(), send);
  expect(sent).toHaveLength(3);
  await expect(left).rejects.toThrow('I leave.');
});

test('a request of a caller that has already left is abandoned at once', async () => {
  const { sent, send } = openAsked();
  const gone = AbortSignal.abort(new Error('Gone.'));
  await expect(createDeduplicator<string>(longMs).alone(gone, send)).rejects.toThrow('Gone.');
  expect(sent[0]?.patience.left?.message).toBe('Gone.');
});
