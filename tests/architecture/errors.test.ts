import { readFileSync } from 'node:fs';
import { errorCodes, errorRow, type ErrorCode } from '@nimbusvault/sdk/kernel';
import { expect, test } from 'vitest';

const file = new URL('../../docs/errors.md', import.meta.url);
const page = readFileSync(file, 'utf8');
const [, ...sections] = page.split(/^## /m);

const readers = {
  caller: 'the caller',
  sender: 'the sender of the request',
  log: 'nobody; it is in the log',
};
const retries = { no: 'no', yes: 'yes', after: 'after `Retry-After` seconds' };

test('the table of docs/errors.md matches sdk/plugin/kernel/errorTable.ts', async () => {
  const table = /(?<=<!-- errors: begin -->\n).*(?=<!-- errors: end -->)/s;
  await expect(page.replace(table, `\n${errorTableInMarkdown()}\n\n`)).toMatchFileSnapshot(file.pathname);
});

test('docs/errors.md has a section for each code, in the order of sdk/plugin/kernel/errorTable.ts, and no other', () => {
  expect(sections.map((section) => section.split('\n', 1)[0])).toEqual(errorCodes);
});

test('each section states what happened and what to do', () => {
  const headingAndTwoParagraphs = 3;
  expect(sections.filter((section) => section.trim().split('\n\n').length < headingAndTwoParagraphs)).toEqual(
    [],
  );
});

test.each(errorCodes)('the section of %s names only the HTTP status of the table', (code) => {
  const section = sections.find((each) => each.startsWith(`${code}\n`)) ?? '';
  const named = [...section.matchAll(/HTTP(?: status(?: is)?)? (\d{3})/g)].map(([, status]) =>
    Number(status),
  );
  expect(named.filter((status) => status !== errorRow(code).status)).toEqual([]);
});

function errorTableInMarkdown(): string {
  const rows = [
    ['Code', 'HTTP status', 'Who sees the message', 'Can a retry help'],
    ...errorCodes.map(cellsOf),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const [head, ...body] = rows.map((row) =>
    lineOf(row.map((cell, column) => cell.padEnd(widths[column] ?? 0))),
  );
  return [head, lineOf(widths.map((width) => '-'.repeat(width))), ...body].join('\n');
}

function cellsOf(code: ErrorCode): string[] {
  const { status, statusInJson, seenBy, retry } = errorRow(code);
  const statuses = [status ?? '–', ...(statusInJson ? [statusInJson] : [])].join(', or ');
  return [`[${code}](#${code.toLowerCase()})`, statuses, readers[seenBy], retries[retry]];
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
