import { describe, expect, test } from 'vitest';
import { toCallersFilter, toCallersOrder } from './asked.ts';

const id = '00000000-0000-4000-8000-0000000000a1';
const rules = {
  filterable: { title: 'String', owner: 'ID', at: 'DateTime', size: 'Int' },
  sortable: ['title', 'createdAt'],
} as const;
const deep = (levels: number): object => (levels === 0 ? {} : { or: [deep(levels - 1)] });
const wide = (count: number) => ({ or: Array.from({ length: count }, () => ({ size: { eq: 1 } })) });
const filterOf = (filter: Readonly<Record<string, unknown>>) => toCallersFilter(filter, rules);

describe('a caller’s filter', () => {
  test('has a condition for each operator, and takes text literally', () => {
    expect(filterOf({ title: { contains: '50%', gte: 'a' }, owner: { in: [id, 'none'] } })).toEqual({
      $and: [{ title: { $like: '%50\\%%' } }, { title: { $gte: 'a' } }, { owner: { $in: [id] } }],
    });
  });

  test('without a condition fits every row, in an "or" too; an empty "or" fits none', () => {
    for (const filter of [{}, { title: null }, { title: { eq: null } }, { or: [{ size: { eq: 1 } }, {}] }])
      expect(filterOf(filter)).toBeUndefined();
    expect(filterOf({ or: [] })).toEqual({ $and: [{ id: { $in: [] } }] });
  });

  test('reads times in any offset', () => {
    const at = new Date('2026-01-31T12:00:00Z');
    expect(filterOf({ at: { lt: '2026-01-31T13:00:00+01:00' } })).toEqual({ $and: [{ at: { $lt: at } }] });
  });

  test.each([
    [{ org: { eq: 'globex' } }, /cannot be filtered by "org"/],
    [{ constructor: { eq: 'x' } }, /cannot be filtered by "constructor"/],
    [{ title: { $ne: 'x' } }, /"title" has no comparison "\$ne"/],
    [{ title: { eq: { $ne: null } } }, /plain value/],
    [{ title: { in: [{ $ne: null }] } }, /plain value/],
    [{ title: { eq: 'a\0b' } }, /NUL/],
    [{ title: { contains: 'a\ud800b' } }, /surrogate/],
    [{ title: { in: Array.from({ length: 101 }, String) } }, /at most 100 values/],
    [{ at: { lt: 'yesterday' } }, /ISO 8601/],
    [{ at: { lt: '2026-13-01T00:00:00Z' } }, /ISO 8601/],
    [{ at: { lt: '0000-01-01T00:00:00Z' } }, /ISO 8601/],
    [deep(5), /at most 4 levels/],
    [wide(26), /at most 50 conditions/],
  ])('%j is refused', (filter, message) => {
    expect(() => filterOf(filter as Readonly<Record<string, unknown>>)).toThrow(
      expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) as string }),
    );
  });

  test('may be as deep and as wide as its limits', () => {
    expect(() => filterOf(deep(4) as Readonly<Record<string, unknown>>)).not.toThrow();
    expect(() => filterOf(wide(25))).not.toThrow();
  });
});

describe('a caller’s order', () => {
  test('is that of its fields, ascending unless it says otherwise', () => {
    const asked = [{ field: 'CREATED_AT', direction: 'DESC' }, { field: 'TITLE' }] as const;
    expect(Object.entries(toCallersOrder(asked, rules))).toEqual([
      ['createdAt', 'desc'],
      ['title', 'asc'],
    ]);
  });

  test.each([
    [[{ field: 'SIZE' }], /cannot be sorted by SIZE/],
    [[{ field: 'title' }], /cannot be sorted by title/],
    [[{ field: 'TITLE' }, { field: 'TITLE' }], /by a field twice/],
  ])('%j is refused', (asked, message) => expect(() => toCallersOrder(asked, rules)).toThrow(message));
});
