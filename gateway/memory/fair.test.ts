import { expect, test } from 'vitest';
import { createFair, type Fair } from './fair.ts';

function fill(fair: Fair, owner: string, { many, length = 1 }: { many: number; length?: number }): void {
  for (let index = 0; index < many; index += 1) fair.set(`${owner} ${index}`, 'x'.repeat(length), owner);
}

const kept = (fair: Fair, owner: string, many: number) =>
  Array.from({ length: many }, (_, index) => index).filter((index) => fair.get(`${owner} ${index}`));

test('an owner who stores thousands evicts nothing of an owner who has few', () => {
  const fair = createFair({ characters: 100, least: 1 });
  fill(fair, 'acme', { many: 10 });
  fill(fair, 'greedy', { many: 5_000 });
  expect(kept(fair, 'acme', 10)).toHaveLength(10);
  expect(kept(fair, 'greedy', 5_000)).toEqual(Array.from({ length: 90 }, (_, index) => 4_910 + index));
});

test('two owners who store equally much share the room', () => {
  const fair = createFair({ characters: 100, least: 1 });
  fill(fair, 'acme', { many: 500 });
  fill(fair, 'globex', { many: 500 });
  expect([kept(fair, 'acme', 500).length, kept(fair, 'globex', 500).length]).toEqual([50, 50]);
});

test('long texts count by their characters, and a text longer than the room is not stored', () => {
  const fair = createFair({ characters: 100, least: 10 });
  fill(fair, 'acme', { many: 3 });
  fill(fair, 'greedy', { many: 4, length: 40 });
  expect([kept(fair, 'acme', 3), kept(fair, 'greedy', 4)]).toEqual([[0, 1, 2], [3]]);
  fair.set('huge', 'x'.repeat(101), 'other');
  expect(fair.get('huge')).toBeUndefined();
  expect(kept(fair, 'acme', 3)).toEqual([0, 1, 2]);
});

test('the most recently read texts stay, whoever reads them', () => {
  const fair = createFair({ characters: 3, least: 1 });
  fill(fair, 'acme', { many: 3 });
  expect(fair.get('acme 0')).toBe('x');
  fair.set('acme 3', 'x', 'acme');
  expect(kept(fair, 'acme', 4)).toEqual([0, 2, 3]);
});

test('a text that is stored again belongs only to its last owner', () => {
  const fair = createFair({ characters: 4, least: 1 });
  fill(fair, 'acme', { many: 2 });
  fair.set('acme 0', 'y', 'globex');
  fair.set('acme 0', 'z', 'acme');
  fill(fair, 'globex', { many: 2 });
  expect([fair.get('acme 0'), fair.get('acme 1'), fair.get('globex 1')]).toEqual(['z', 'x', 'x']);
});
