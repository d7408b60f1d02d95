import { expect, test } from 'vitest';
import { createTurns, type Turns } from './turns.ts';

const overloaded = { code: 'OVERLOADED', extensions: { retryAfter: 1 } };

/** Work that waits until it is let go, and the order in which it began. */
function openYard(turns: Turns) {
  const began: string[] = [];
  const gate = Promise.withResolvers<void>();
  const take = (org: string, user: string, key: string) =>
    turns.take({ org, user }, key, async () => {
      began.push(`${org} ${user} ${key}`);
      await gate.promise;
      return key;
    });
  return { began, take, letGo: () => gate.resolve() };
}

test('organizations take turns, and in each of them its users', async () => {
  const { began, take, letGo } = openYard(createTurns(10));
  const all = [
    take('acme', 'ada', '1'),
    take('acme', 'ada', '2'),
    take('acme', 'ada', '3'),
    take('acme', 'bob', '1'),
    take('globex', 'eve', '1'),
    take('globex', 'eve', '2'),
  ];
  expect(began).toEqual(['acme ada 1']);
  letGo();
  expect(await Promise.all(all)).toEqual(['1', '2', '3', '1', '1', '2']);
  expect(began).toEqual([
    'acme ada 1',
    'acme ada 2',
    'globex eve 1',
    'acme bob 1',
    'globex eve 2',
    'acme ada 3',
  ]);
});

test('what the same user waits for already is not done twice', async () => {
  const { began, take, letGo } = openYard(createTurns(10));
  const all = [take('acme', 'ada', '0'), take('acme', 'ada', '1'), take('acme', 'ada', '1')];
  letGo();
  expect(await Promise.all(all)).toEqual(['0', '1', '1']);
  expect(began).toEqual(['acme ada 0', 'acme ada 1']);
});

test('a user with too much waiting work is refused; others of the organization and other organizations are not', async () => {
  const { take, letGo } = openYard(createTurns(200));
  const mine = Array.from({ length: 201 }, (_, index) => take('acme', 'ada', String(index)));
  await expect(take('acme', 'ada', 'one more')).rejects.toMatchObject(overloaded);
  const others = Array.from({ length: 300 }, (_, index) => take('acme', `user ${index}`, 'first'));
  await expect(take('acme', 'user 299', 'second')).rejects.toMatchObject(overloaded);
  const elsewhere = take('globex', 'eve', '1');
  letGo();
  expect(await Promise.all([...mine, ...others, elsewhere])).toHaveLength(502);
});

test('work that fails does not stop the work behind it', async () => {
  const turns = createTurns(10);
  const asker = { org: 'acme', user: 'ada' };
  const bad = turns.take(asker, 'bad', () => Promise.reject(new Error('It failed.')));
  const good = turns.take(asker, 'good', async () => 'done');
  await expect(bad).rejects.toThrow('It failed.');
  expect(await good).toBe('done');
  expect(await turns.take(asker, 'later', async () => 'later')).toBe('later');
});
