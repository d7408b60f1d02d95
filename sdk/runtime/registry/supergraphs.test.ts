import { expect, test } from 'vitest';
import { takeServers } from '@nimbusvault/testing/fixtures/vault';
import { connectBroker } from '../broker/broker.ts';
import { shareSupergraphs } from './supergraphs.ts';

test('what one gateway has composed another one finds, and nothing without a broker', async () => {
  const servers = await takeServers();
  const [one, other] = await Promise.all(
    ['one', 'other'].map((name) => connectBroker(servers.natsUrl, name)),
  );
  const [ours, theirs] = [one, other].map((connection) => shareSupergraphs(() => connection));
  expect(await theirs?.find('a')).toBeUndefined();
  await ours?.keep('a', 'type Query { grüße: String }');
  expect(await theirs?.find('a')).toBe('type Query { grüße: String }');
  await servers.stop();
  await Promise.all([one?.closed(), other?.closed()]);
  await ours?.keep('b', 'type Query { a: String }');
  expect(await ours?.find('a')).toBeUndefined();
  expect(await shareSupergraphs(() => undefined).find('a')).toBeUndefined();
});
