import { expect, test } from 'vitest';
import { isDatabaseAway } from './index.ts';

const coded = (code: string) => Object.assign(new Error('no'), { code });

test.each([
  coded('ECONNREFUSED'),
  coded('57P01'),
  coded('57P03'),
  coded('08006'),
  coded('53300'),
  new Error('Connection terminated unexpectedly'),
  new Error('timeout exceeded when trying to connect'),
  new Error('select 1 - no', { cause: coded('ECONNRESET') }),
])('%s says that the database is away', (error) => {
  expect(isDatabaseAway(error)).toBe(true);
});

const notFetched = new TypeError('fetch failed', { cause: coded('ECONNREFUSED') });

test.each([
  coded('23505'),
  coded('57014'),
  coded('22P05'),
  notFetched,
  new Error('no'),
  'ECONNREFUSED',
  undefined,
])('%s does not', (error) => {
  expect(isDatabaseAway(error)).toBe(false);
});
