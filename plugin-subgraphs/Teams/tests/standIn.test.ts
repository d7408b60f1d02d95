import { startVendor, type Vendor } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRoutes } from '../standIn/server.ts';

const content = { type: 'AdaptiveCard', version: '1.4', body: [{ type: 'TextBlock', text: 'Hello' }] };
const message = (card: object) =>
  JSON.stringify({
    type: 'message',
    attachments: [
      { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card },
    ],
  });

let vendor: Vendor;
beforeAll(async () => {
  vendor = await startVendor(makeRoutes());
});
afterAll(() => vendor[Symbol.asyncDispose]());

/** The status of the answer to a message. */
async function post(body: string, workflow = 'a', type = 'application/json'): Promise<number> {
  const url = `${vendor.url}/workflows/${workflow}/triggers/manual/paths/invoke?sig=x`;
  return (await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })).status;
}

test.each([
  ['a card', message(content), 202],
  ['no JSON', '{', 400],
  ['a MessageCard', JSON.stringify({ '@type': 'MessageCard', text: 'Hello' }), 400],
  ['no card', JSON.stringify({ type: 'message', attachments: [] }), 400],
  ['a card of more than 28 KB', message({ ...content, more: 'x'.repeat(30_000) }), 413],
])('the stand-in answers to %s as Microsoft does', async (what, body, status) => {
  expect(await post(body, what.replaceAll(' ', '-'))).toBe(status);
});

test('it answers to other types, without a signature, and too often', async () => {
  expect(await post(message(content), 'b', 'text/plain')).toBe(400);
  const unsigned = `${vendor.url}/workflows/b/triggers/manual/paths/invoke`;
  expect((await fetch(unsigned, { method: 'POST', body: message(content) })).status).toBe(401);
  const many = await Promise.all(Array.from({ length: 12 }, () => post(message(content), 'busy')));
  expect(new Set(many)).toEqual(new Set([202, 429]));
});
