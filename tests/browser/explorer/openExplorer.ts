import type { Browser, Page } from 'playwright-core';

const pictureSize = { width: 1280, height: 800 };
const patienceMilliseconds = 60_000;
/** GraphiQL parses the operations of its editor 100 ms after the last change. */
const noticedMilliseconds = 500;

/** An open explorer, and the two lists that must stay empty while it is used. */
interface OpenExplorer {
  readonly page: Page;
  readonly foreignRequests: string[];
  readonly complaints: string[];
}

/** Opens `url` in a fresh browser profile; resolves when the schema and the editor are loaded. */
export async function openExplorer(browser: Browser, url: string): Promise<OpenExplorer> {
  const page = await browser.newPage({ viewport: pictureSize });
  page.setDefaultTimeout(patienceMilliseconds);
  const explorer = record(page, new URL(url).origin);
  const schema = answerTo(page, 'IntrospectionQuery');
  await page.goto(url);
  await page.locator('.graphiql-query-editor .view-line').first().waitFor();
  await schema;
  return explorer;
}

/** Brings the tab of that operation to the front, presses the play button and resolves to the answer. */
export async function run(page: Page, operationName: string): Promise<unknown> {
  await page.getByRole('tab', { name: new RegExp(`^${operationName}`) }).click();
  await page.waitForTimeout(noticedMilliseconds);
  const answer = answerTo(page, operationName);
  await page.getByRole('button', { name: 'Execute query' }).click();
  return answer;
}

async function answerTo(page: Page, operationName: string): Promise<unknown> {
  const response = await page.waitForResponse((each) => {
    const request = each.request();
    return request.method() === 'POST' && request.postDataJSON().operationName === operationName;
  });
  return response.json();
}

function record(page: Page, ownOrigin: string): OpenExplorer {
  const explorer: OpenExplorer = { page, foreignRequests: [], complaints: [] };
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== ownOrigin) explorer.foreignRequests.push(request.url());
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) explorer.complaints.push(message.text());
  });
  page.on('pageerror', (error) => explorer.complaints.push(error.message));
  return explorer;
}
