import { startStack, type Stack } from '@nimbusvault/vault';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from './launchChromium.ts';
import { openExplorer, run } from './openExplorer.ts';

const pictureForReadme = process.env['NIMBUS_README_PICTURE'];
const scrollbarsFadeMilliseconds = 2_000;
const tooltipOpens = { timeout: 20_000, interval: 1_000 };
const shareBookmark = `mutation ($input: ShareBookmarkInput!) { shareBookmark(input: $input) { __typename } }`;

describe('the explorer', () => {
  let stack: Stack;
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    browser = await launchChromium();
    stack = await startStack();
    url = new URL('/', stack.gatewayUrl).href;
  });

  afterAll(async () => {
    await browser?.close();
    await stack?.stop();
  });

  test('runs its examples of core and Bookmarks with the prefilled token, across core and Bookmarks, without requests to other machines', async () => {
    const { page, foreignRequests, complaints } = await openExplorer(browser, url);

    expect(await page.getByRole('tab').allInnerTexts()).toEqual([
      'BookmarksOfEveryone',
      'ShareBookmark',
      'Documents',
      'Activity',
      'PowerBIReports',
      'AskDocuments',
      'CardsInTeams',
      'ConnectSharePoint',
    ]);
    expect(await run(page, 'Documents')).toMatchObject({ data: { documents: {} } });
    expect(await run(page, 'ShareBookmark')).toMatchObject({
      data: { shareBookmark: { title: 'Learn GraphQL' } },
    });
    const acrossSubgraphs = await run(page, 'BookmarksOfEveryone');
    expect(acrossSubgraphs).not.toHaveProperty('errors');
    expect(JSON.stringify(acrossSubgraphs)).toContain('"title":"Learn GraphQL"');
    await page.locator('.result-window').getByText('"sharedBookmarks"').first().waitFor();

    if (pictureForReadme) await takePicture(page, pictureForReadme);
    expect(foreignRequests).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('shows the query plan beside an answer', async () => {
    const { page, complaints } = await openExplorer(browser, url);
    const plan = page.locator('.query-plan');
    const fetches = plan.locator('details');

    await run(page, 'BookmarksOfEveryone');
    await plan.waitFor();

    expect(await fetches.locator('b:first-child').allInnerTexts()).toEqual(
      expect.arrayContaining(['Core', 'Bookmarks']),
    );
    expect(await fetches.locator('rect').count()).toBe(await fetches.count());
    await fetches.filter({ hasText: 'users.edges.@.node' }).click();
    await plan.getByText('... on User {').waitFor();
    expect(await page.locator('.result-window').innerText()).not.toContain('queryPlan');
    await page.getByRole('tab', { name: /^Documents/ }).click();
    await plan.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  test('shows the docs of the whole graph, and the history of operations', async () => {
    const { page, complaints } = await openExplorer(browser, url);

    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page
      .locator('.graphiql-doc-explorer')
      .getByRole('link', { name: 'SharedBookmark', exact: true })
      .click();
    await page.locator('.graphiql-doc-explorer').getByText('targetUrl').waitFor();
    await run(page, 'Documents');
    await page.getByRole('button', { name: 'Show History' }).click();
    await page.locator('.graphiql-history').getByText('Documents').waitFor();

    expect(complaints).toEqual([]);
  });

  test('renews the development token of an earlier visit', async () => {
    const { page, complaints } = await openExplorer(browser, url);
    await run(page, 'Documents');

    await page.evaluate(makeSavedTokenOld);
    await page.reload();
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();

    expect(await run(page, 'Documents')).not.toHaveProperty('errors');
    expect(complaints).toEqual([]);
  });

  test('does not fetch an image whose URL is in an answer', async () => {
    const { page } = await openExplorer(browser, url);
    await share(page, { title: 'A picture', targetUrl: 'http://elsewhere.invalid/picture.png' });
    await run(page, 'BookmarksOfEveryone');

    const failures: (string | undefined)[] = [];
    page.on('requestfailed', (request) => {
      if (request.url().endsWith('/picture.png')) failures.push(request.failure()?.errorText);
    });

    await expect.poll(() => hoverAgain(page, 'picture.png', failures), tooltipOpens).toContain('csp');
  });
});

/** Moves the mouse to that text of the answer once more: an editor that is still drawing opens no tooltip for the movement before. */
async function hoverAgain<T>(page: Page, text: string, seen: T): Promise<T> {
  await page.mouse.move(0, 0);
  await page.locator('.result-window').getByText(text).hover();
  return seen;
}

async function share(page: Page, input: { title: string; targetUrl: string }): Promise<void> {
  const setup = await page.request.get(new URL('/explorer.json', page.url()).href);
  const { token, endpoint }: { token: string; endpoint: string } = await setup.json();
  const answer = await page.request.post(new URL(endpoint, page.url()).href, {
    headers: { authorization: `Bearer ${token}` },
    data: { query: shareBookmark, variables: { input } },
  });
  expect(await answer.json()).toEqual({ data: { shareBookmark: { __typename: 'SharedBookmark' } } });
}

async function takePicture(page: Page, path: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.waitForTimeout(scrollbarsFadeMilliseconds);
  await page.screenshot({ path });
}

function makeSavedTokenOld(): void {
  const token = localStorage.getItem('nimbusvault:developmentToken') ?? '';
  for (const [key, value] of Object.entries(localStorage)) {
    localStorage.setItem(key, value.replaceAll(token, 'the-token-of-yesterday'));
  }
}
