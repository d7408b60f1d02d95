import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ask, eventually, startVendor, type TestOrg, type Vendor } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const secret = 'vendor-client-secret';

const settings = `
import { z } from 'zod';

export const settings = z.strictObject({ url: z.url(), clientSecret: z.string() });
`;

const client = `
import { readJson, settingsOf, type OutsideVault } from '@nimbusvault/sdk';
import { z } from 'zod';
import type { settings } from '../settings.ts';

/** Registers a link at the vendor, and returns the title that it gives it. */
export async function registerLink(link: string, vault: OutsideVault): Promise<string> {
  const { url, clientSecret } = settingsOf<typeof settings>(vault);
  const vendor = vault.http.withClientCredentials({ tokenUrl: \`\${url}/token\`, clientId: 'bookmarks', clientSecret });
  const request = new Request(\`\${url}/links?from=bookmarks\`, {
    method: 'POST',
    headers: { 'idempotency-key': vault.idempotencyKey },
    body: JSON.stringify({ link }),
  });
  const { title } = await readJson(await vendor.fetch(request), z.object({ title: z.string() }));
  return title;
}
`;

const fetching = `
const sharing = defineContext({ input: ShareBookmarkInput, title: z.string(), bookmark: SharedBookmarkView });

const registerAtVendor = sharing.externalStep({
  name: 'register-at-vendor',
  reads: ['input'],
  writes: ['title'],
  forward: async ({ input }, vault) => ({ title: await registerLink(input.targetUrl, vault) }),
});
`;

/** Lets Bookmarks have its titles from a vendor. */
function callTheVendor(folder: string): void {
  const plugin = join(folder, 'plugin-subgraphs/Bookmarks');
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(plugin, file)), { recursive: true });
    writeFileSync(join(plugin, file), text);
  };
  const change = (file: string, ...changes: readonly (readonly [string, string])[]) => {
    const text = readFileSync(join(plugin, file), 'utf8');
    write(
      file,
      changes.reduce((all, [from, to]) => all.replace(from, to), text),
    );
  };
  write('settings.ts', settings);
  write('clients/vendor.ts', client);
  change(
    'Bookmarks.ts',
    ['import { typeDefs }', "import { settings } from './settings.ts';\nimport { typeDefs }"],
    ['  typeDefs,', '  settings,\n  typeDefs,'],
  );
  change(
    'bll/bookmarks/mutations.ts',
    ['import { bookmarks }', "import { registerLink } from '../../clients/vendor.ts';\nimport { bookmarks }"],
    ['const sharing = defineContext({ input: ShareBookmarkInput, bookmark: SharedBookmarkView });', fetching],
    [
      "reads: ['input'],\n  writes: ['bookmark'],\n  async forward({ input }, vault) {",
      "reads: ['input', 'title'],\n  writes: ['bookmark'],\n  async forward({ input, title }, vault) {",
    ],
    ['{ ...input, entityId,', '{ ...input, title, entityId,'],
    ['  .step(createBookmark)', '  .step(registerAtVendor)\n  .step(createBookmark)'],
  );
}

let vendor: Vendor;
let vault: OwnVault;
let org: TestOrg;
let hangs = false;
beforeAll(async () => {
  process.env['VENDOR_CLIENT_SECRET'] = secret;
  vendor = await startVendor({
    'POST /token': () => ({ access_token: 'vendor-token', token_type: 'bearer', expires_in: 3_600 }),
    'POST /links': ({ headers, body }) => {
      if (hangs) return new Promise(() => {});
      if (headers.get('authorization') !== 'Bearer vendor-token') return new Response('', { status: 401 });
      return { title: `the vendor's title of ${JSON.parse(body).link}` };
    },
  });
  vault = await startOwnVault(
    (file) => ({
      ...file,
      Base: { ...file.Base, outside: { Bookmarks: [vendor.host] } },
      Bookmarks: { url: vendor.url, clientSecret: '${env.VENDOR_CLIENT_SECRET}' },
    }),
    async (folder) => callTheVendor(folder),
  );
  org = await vault.makeOrg();
});
afterAll(async () => {
  await vault[Symbol.asyncDispose]();
  await vendor[Symbol.asyncDispose]();
  delete process.env['VENDOR_CLIENT_SECRET'];
});

const share = `mutation ($url: String!) { shareBookmark(input: { targetUrl: $url, title: "mine" }) { ... on SharedBookmark { title } } }`;
const registrations = () => vendor.requests.filter(({ path }) => path.startsWith('/links'));

async function titles(): Promise<readonly string[]> {
  const { data } = await org.admin.query('{ sharedBookmarks(first: 100) { edges { node { title } } } }');
  return (data?.sharedBookmarks?.edges ?? []).map(({ node }: { node: { title: string } }) => node.title);
}

test('a plugin calls an outside system in a step, with one token, and its log has a line without a secret', async () => {
  const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  const headers = { authorization: `Bearer ${org.admin.token}`, traceparent };
  const shared = await Promise.all(
    ['https://a.test/', 'https://b.test/'].map((url) =>
      ask(vault.stack.gatewayUrl, headers, { query: share, variables: { url } }),
    ),
  );
  expect(shared).toMatchObject(
    ['a', 'b'].map((name) => ({
      data: { shareBookmark: { title: `the vendor's title of https://${name}.test/` } },
    })),
  );
  expect(vendor.requests.filter(({ path }) => path === '/token')).toHaveLength(1);
  expect(registrations().map((request) => request.headers.get('traceparent'))).toEqual([
    traceparent,
    traceparent,
  ]);
  await eventually(async () => linesOfCalls().length === 3);
  const lines = linesOfCalls();
  expect(lines).toContainEqual(
    expect.objectContaining({
      org: org.slug,
      method: 'POST',
      url: `${vendor.url}/links`,
      status: 200,
      tries: 1,
    }),
  );
  expect(JSON.stringify(lines)).not.toMatch(/vendor-token|client-secret|from=bookmarks/);
});

function linesOfCalls(): readonly object[] {
  const log = readFileSync(join(vault.stack.stateDir, 'logs/Bookmarks.log'), 'utf8');
  const lines = log.split('\n').filter((line) => line.includes('an outside system was called'));
  return lines.map((line) => JSON.parse(line) as object);
}

test('a process that is killed while it waits for the vendor calls it again with the same key, and writes once', async () => {
  hangs = true;
  const before = registrations().length;
  const answer = org.admin.query(share, { url: 'https://killed.test/' }).catch(() => undefined);
  await eventually(async () => registrations().length > before);
  hangs = false;
  const { pid } = vault.stack.processes().find(({ name }) => name === 'Bookmarks') ?? {};
  process.kill(pid ?? 0, 'SIGKILL');
  await answer;
  const title = "the vendor's title of https://killed.test/";
  await eventually(async () => (await titles()).includes(title), 60_000);
  const keys = registrations()
    .slice(before)
    .map(({ headers }) => headers.get('idempotency-key'));
  expect(keys.length).toBeGreaterThan(1);
  expect(new Set(keys).size).toBe(1);
  expect((await titles()).filter((each) => each === title)).toHaveLength(1);
}, 120_000);

test('the plugin passes the check, and one with the global fetch does not', async () => {
  vault.changeBookmarks('clients/vendor.ts', (text) =>
    text.replace('vendor.fetch(request)', 'fetch(request)'),
  );
  const { code, stdout } = await vault.nimbus('check', '--plugin', 'Bookmarks');
  expect(code).toBe(1);
  expect(stdout).toMatch(/clients\/vendor\.ts:\d+.*uses the global fetch[^]*vault\.http\.fetch/);
  expect(stdout.match(/PLUGIN_\w+/g)).toEqual(['PLUGIN_OUTSIDE']);
}, 60_000);
