import { expect, test } from 'vitest';
import { findSource, listProblems } from '../bll/files/queries.ts';
import { pdfFile, wordFile } from '../standIn/documents.ts';
import { makeSampleSite, makeSite } from '../standIn/site.ts';
import { startSharePoint } from './startSharePoint.ts';

const sampleTitles = ['Budget.txt', 'Launch 9.md', 'Range.pdf', 'Valve test.docx'];

test('the texts of a site become documents, which know their source', async () => {
  await using sharePoint = await startSharePoint();
  const { error, progress } = await sharePoint.follow();
  expect({ error, last: progress.at(-1) }).toEqual({ error: undefined, last: [4, undefined] });
  expect(sharePoint.core.titles()).toEqual(sampleTitles);
  const [word, pdf] = [sharePoint.document('Valve test.docx'), sharePoint.document('Range.pdf')];
  expect(word.body).toBe('Valve test\n\nAll valves closed within 30 ms.\n\nNone leaked.');
  expect(pdf.body).toBe('Range of the rocket: 400 km.\n\nReserve: 12 percent.');
  expect(await findSource(word.id, sharePoint.vault)).toEqual({
    siteId: sharePoint.id,
    path: '/Reports/Valve test.docx',
    webUrl: 'https://contoso.sharepoint.com/sites/Rockets/Shared%20Documents/Reports/Valve%20test.docx',
    isCut: false,
    isGone: false,
  });
});

test('each library of a site is followed by its own link, from page to page', async () => {
  await using sharePoint = await startSharePoint();
  await sharePoint.follow();
  await sharePoint.follow();
  expect(
    sharePoint.vendor.requests.map(({ path }) => path).filter((path) => path.includes('/delta')),
  ).toEqual([
    '/v1.0/drives/b!empty/root/delta',
    '/v1.0/drives/b!standin/root/delta',
    '/v1.0/drives/b!standin/root/delta?token=0.3',
    '/v1.0/drives/b!empty/root/delta?token=0.0',
    '/v1.0/drives/b!standin/root/delta?token=5.0',
  ]);
});

test('the next import changes what has changed, by the delta link', async () => {
  await using sharePoint = await startSharePoint();
  const { site, core, vendor } = sharePoint;
  await sharePoint.follow();
  const before = vendor.requests.length;
  const launch = site.write('Plans/Launch 9.md', 'The launch is postponed.');
  const budget = site.find('Budget.txt');
  site.rename(budget, 'Costs.txt');
  site.write('New.txt', 'New');
  expect((await sharePoint.follow()).progress.at(-1)).toEqual([3, undefined]);
  expect(core.titles()).toEqual(['Costs.txt', 'Launch 9.md', 'New.txt', 'Range.pdf', 'Valve test.docx']);
  expect(sharePoint.document('Launch 9.md').body).toBe('The launch is postponed.');
  expect(sharePoint.document('Costs.txt').body).toContain('Fuel 40');
  const paths = vendor.requests.slice(before).map(({ path }) => path);
  expect(paths.filter((path) => path.startsWith(`/download/${budget}`))).toEqual([]);
  expect(paths.filter((path) => path.startsWith(`/download/${launch}`))).toHaveLength(1);
  expect((await sharePoint.follow()).progress.at(-1)).toEqual([0, undefined]);
});

test('the document of a deleted file is archived, and comes back with the file', async () => {
  await using sharePoint = await startSharePoint();
  await sharePoint.follow();
  const { id } = sharePoint.document('Budget.txt');
  const budget = sharePoint.site.find('Budget.txt');
  sharePoint.site.remove(budget);
  await sharePoint.follow();
  expect(sharePoint.document('Budget.txt').isArchived).toBe(true);
  expect(await findSource(id, sharePoint.vault)).toMatchObject({ isGone: true });
  sharePoint.site.restore(budget);
  await sharePoint.follow();
  expect(sharePoint.document('Budget.txt')).toMatchObject({ id, isArchived: false });
  expect(sharePoint.core.documents.size).toBe(4);
});

test('a delta link that Graph has forgotten lists all anew, and archives what is not listed', async () => {
  await using sharePoint = await startSharePoint();
  const { site, core } = sharePoint;
  await sharePoint.follow();
  site.items.delete(site.find('Budget.txt'));
  site.write('New.txt', 'New');
  site.hasForgotten = true;
  expect((await sharePoint.follow()).error).toBeUndefined();
  expect(core.titles()).toEqual(['Budget.txt', 'Launch 9.md', 'New.txt', 'Range.pdf', 'Valve test.docx']);
  const archived = [...core.documents.values()].filter(({ isArchived }) => isArchived);
  expect(archived).toMatchObject([{ title: 'Budget.txt' }]);
});

test('a text that is longer than a document may be is cut, and its source says so', async () => {
  await using sharePoint = await startSharePoint(makeSite());
  sharePoint.site.write('Long.txt', `${'🚀'.repeat(49_999)}a🚀\0`);
  await sharePoint.follow();
  const { id, body } = sharePoint.document('Long.txt');
  expect([body.length, body.isWellFormed(), body.endsWith('a\ufffd')]).toEqual([100_000, true, true]);
  expect(await findSource(id, sharePoint.vault)).toMatchObject({ isCut: true });
});

test('files that cannot be read are problems of the site, and hold up no other', async () => {
  await using sharePoint = await startSharePoint(makeSampleSite(), { maxFileBytes: 10_000 });
  const { site } = sharePoint;
  site.write('Broken.docx', 'this is no zip archive');
  site.write('Broken.pdf', '%PDF-1.4 and nothing else');
  site.write('Large.txt', 'a'.repeat(10_001));
  site.write('Empty.txt', '');
  site.write('Script.pdf.exe', 'MZ');
  const { error } = await sharePoint.follow();
  expect(error).toBeUndefined();
  expect(sharePoint.core.titles()).toEqual(['Budget.txt', 'Empty.txt', ...sampleTitles.slice(1)]);
  expect(await listProblems(sharePoint.id, sharePoint.vault)).toEqual([
    { path: '/Broken.docx', message: expect.stringContaining('"readText" has failed') },
    { path: '/Broken.pdf', message: expect.stringContaining('"readText" has failed') },
    { path: '/Large.txt', message: 'It has more than 10000 bytes.' },
  ]);
  site.write('Broken.docx', wordFile(['Mended']));
  site.write('Broken.pdf', pdfFile(['Mended']));
  await sharePoint.follow();
  expect(sharePoint.document('Broken.docx').body).toBe('Mended');
  expect(await listProblems(sharePoint.id, sharePoint.vault)).toHaveLength(1);
});
