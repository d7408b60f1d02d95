import { expect, test } from 'vitest';
import { printableLines } from './printable.ts';
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
