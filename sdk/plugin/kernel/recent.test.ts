import { expect, test } from 'vitest';
import { createRecent } from './recent.ts';

test('the least recently used entry is removed when there are too many', () => {
  const recent = createRecent<number>({ values: 2, characters: 100 });
  recent.set('a', 1);
  recent.set('b', 2);
  recent.get('a');
  recent.set('c', 3);
  expect(recent.newest(3)).toEqual([3, 1]);
});

test('long keys leave room for fewer', () => {
  const recent = createRecent<number>({ values: 10, characters: 5 });
  recent.set('aa', 1);
  recent.set('bb', 2);
  recent.set('bb', 3);
  recent.set('cc', 4);
  expect(recent.newest(3)).toEqual([4, 3]);
  recent.set('too long', 5);
  expect(recent.newest(3)).toEqual([]);
});

test('long values leave room for fewer if they have a length', () => {
  const recent = createRecent<string>({ values: 10, characters: 8 }, ({ length }) => length);
  recent.set('a', 'one');
  recent.set('b', 'two');
  recent.set('b', 'too');
  expect(recent.newest(3)).toEqual(['too', 'one']);
  recent.set('c', 'four');
  expect(recent.newest(3)).toEqual(['four']);
});
