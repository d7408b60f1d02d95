import { expect, test } from 'vitest';
import { listProblems } from '../bll/files/queries.ts';
import { wordFile, pdfFile } from '../standIn/documents.ts';
import { makeSite } from '../standIn/site.ts';
import { startSharePoint } from './startSharePoint.ts';

test('a file that unpacks to more than its thread may have ends the thread, and the import goes on behind it', async () => {
  await using sharePoint = await startSharePoint(makeSite());
  const { site } = sharePoint;
  site.write('Bomb.docx', wordFile(['a'.repeat(200_000_000)]));
  site.write('Behind.txt', 'Still here');
  expect((await sharePoint.follow()).error).toBeUndefined();
  expect(sharePoint.core.titles()).toEqual(['Behind.txt']);
  const [problem] = await listProblems(sharePoint.id, sharePoint.vault);
  expect(problem).toMatchObject({ path: '/Bomb.docx', message: expect.stringContaining('"readText"') });
}, 60_000);

test('a long PDF is read as far as a document goes', async () => {
  await using sharePoint = await startSharePoint(makeSite());
  sharePoint.site.write(
    'Long.pdf',
    pdfFile(Array.from({ length: 60 }, () => `${'word '.repeat(16)}\n`.repeat(40))),
  );
  await sharePoint.follow();
  expect(sharePoint.document('Long.pdf').body).toHaveLength(100_000);
});
