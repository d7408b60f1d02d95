import { describe, expect, test } from 'vitest';
import { pageBounds } from './page.ts';
import { contains, isSet, notAfter, toFilter } from './where.ts';

const id = '00000000-0000-4000-8000-0000000000a1';
const cursor = Buffer.from(JSON.stringify(['2026-01-01T00:00:00.000Z', id])).toString('base64url');

const isUuid = (field: string) => field === 'id';

describe('a filter', () => {
  test('an invalid id matches no row', () => {
    expect(toFilter({ id: 'none' }, 'acme', isUuid)).toEqual({ id: { $in: [] }, org: 'acme' });
    expect(toFilter({ id: ['none', id] }, 'acme', isUuid)).toEqual({ id: { $in: [id] }, org: 'acme' });
  });

  test('is always limited to the org, whatever the caller passes', () => {
    expect(toFilter({ title: 'x', org: 'globex' }, 'acme', isUuid)).toEqual({ title: 'x', org: 'acme' });
  });

  test('matches text literally', () => {
    expect(toFilter({ url: contains('50%_\\') }, 'acme', isUuid)).toEqual({
      url: { $like: '%50\\%\\_\\\\%' },
      org: 'acme',
    });
    expect(toFilter({ at: isSet(), folder: null, title: ['a', 'b'] }, 'acme', isUuid)).toEqual({
      at: { $ne: null },
      folder: null,
      title: { $in: ['a', 'b'] },
      org: 'acme',
    });
    const until = { at: notAfter(new Date(0)), version: notAfter(3) };
    expect(toFilter(until, 'acme', isUuid)).toEqual({
      at: { $lte: new Date(0) },
      version: { $lte: 3 },
      org: 'acme',
    });
  });

  test.each([{ $ne: null }, { $like: '%' }, [{ $ne: null }]])(
    'lets no operator from a caller through: %j',
    (value) => expect(() => toFilter({ title: value }, 'acme', isUuid)).toThrow(/plain value/),
  );

  test('refuses text that PostgreSQL cannot store', () => {
    expect(() => toFilter({ title: 'a\0b' }, 'acme', isUuid)).toThrow(/NUL/);
    expect(() => toFilter({ title: ['a\0b'] }, 'acme', isUuid)).toThrow(/NUL/);
    expect(() => toFilter({ title: 'a\ud800b' }, 'acme', isUuid)).toThrow(/surrogate/);
  });
});

const keys = ['Date', 'uuid'];
const cursorOf = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');

describe('a page', () => {
  test('has 20 rows by default', () => {
    expect(pageBounds({}, keys)).toEqual({ first: 20 });
    expect(pageBounds({ first: null, last: 5, before: cursor }, keys)).toEqual({ last: 5, before: cursor });
  });

  test.each([
    [{ first: 101 }, /from 0 to 100/],
    [{ first: -1 }, /from 0 to 100/],
    [{ last: 1_000_000 }, /from 0 to 100/],
    [{ first: 1, last: 1 }, /not both/],
    [{ after: 'garbage' }, /not a cursor/],
    [{ after: Buffer.from('{"$ne":null}').toString('base64url') }, /not a cursor/],
    [{ after: Buffer.from('[{"$ne":null},"x"]').toString('base64url') }, /not a cursor/],
    [{ after: Buffer.from('["x"]').toString('base64url') }, /not a cursor/],
    [{ after: Buffer.from('["no date","x"]').toString('base64url') }, /not a cursor/],
    [{ before: cursorOf('2026-01-01T00:00:00.000Z', 7) }, /not a cursor/],
    [{ after: cursorOf('2026-01-01T00:00:00.000Z', "' or 1=1") }, /not a cursor/],
    [{ after: cursorOf('2026-01-01', id) }, /not a cursor/],
    [{ after: cursorOf('0000-01-01T00:00:00.000Z', id) }, /not a cursor/],
    [{ after: cursorOf('2026-02-30T00:00:00.000Z', id) }, /not a cursor/],
    [{ after: cursorOf('-000001-01-01T00:00:00.000Z', id) }, /not a cursor/],
    [{ after: cursorOf('+275760-09-13T00:00:00.000Z', id) }, /not a cursor/],
  ])('of %j is refused', (args, message) => expect(() => pageBounds(args, keys)).toThrow(message));

  test.each([
    ['string', 'a\0b'],
    ['string', 'a\ud800b'],
    ['int', 1.5],
    ['int', 2 ** 31],
    ['int', '7'],
  ])('after a %s that is %j is refused', (type, value) => {
    expect(() => pageBounds({ after: cursorOf(value, id) }, [type, 'uuid'])).toThrow(/not a cursor/);
  });
});
