import { expect, test } from 'vitest';
import { printableLines } from './printable.ts';
import { scheduleTable } from './scheduleText.ts';
import { table } from './table.ts';

test('a cell cannot change the terminal or the order of its letters', () => {
  const bidi = String.fromCodePoint(0x20_2e);
  expect(table(['BY'], [[`eve\u001B[2J${bidi}txt\u0007`]])).toBe('BY\neve\\u001b[2J\\u202etxt\\u0007');
});

test('letters of all languages stay, and columns are as wide as their widest cell', () => {
  expect(
    table(
      ['A', 'B'],
      [
        ['für alle', '日本'],
        ['x', 'y'],
      ],
    ),
  ).toBe('A         B\nfür alle  日本\nx         y');
});

test('a story of several lines is escaped line by line', () => {
  expect(printableLines('one\u001B[31m\ntwo')).toBe('one\\u001b[31m\ntwo');
});

test('a schedule is a line: its next time, and the end of the last one or the firing that is under way', () => {
  const [at, later] = [new Date('2026-03-01T02:00:00Z'), new Date('2026-03-02T02:00:00Z')];
  const last = { scheduledFor: at.toISOString(), result: 'skipped', organizations: 0, endedAt: '' } as const;
  const common = {
    plugin: 'Notes',
    cron: '0 2 * * *',
    timeZone: 'UTC',
    nextAt: later,
    firing: null,
    last: null,
  };
  const rows = [
    { ...common, name: 'new' },
    { ...common, name: 'late', last },
    { ...common, name: 'nightly', last: { ...last, result: 'fired', organizations: 7 } as const },
    { ...common, name: 'long', last, nextAt: null, firing: { scheduledFor: later, organizations: 40 } },
  ];
  const [head, ...lines] = scheduleTable(rows).split('\n');
  expect(head).toBe(
    'PLUGIN  SCHEDULE  CRON       ZONE  NEXT                      LAST                      RESULT',
  );
  expect(lines.map((line) => line.split(/ {2,}/).slice(4))).toEqual([
    [later.toISOString(), 'never'],
    [later.toISOString(), at.toISOString(), 'skipped'],
    [later.toISOString(), at.toISOString(), 'fired in 7 organizations'],
    ['never', later.toISOString(), 'fires: in 40 organizations so far'],
  ]);
});
