import { readFileSync } from 'node:fs';
import { errorCodes } from '@nimbusvault/sdk/kernel';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const [, ...sections] = page.split(/^## /m);

test('docs/errors.md has a section for each code, in the order of sdk/plugin/kernel/errors.ts, and no other', () => {
  expect(sections.map((section) => section.split('\n', 1)[0])).toEqual(errorCodes);
});

test('each section says what happened, and what to do', () => {
  const headingAndTwoParagraphs = 3;
  expect(sections.filter((section) => section.trim().split('\n\n').length < headingAndTwoParagraphs)).toEqual(
    [],
  );
});
