import { expect, test } from 'vitest';
import { startVendor, type VendorRequest } from '@nimbusvault/testing';
import { openCaller, type Caller } from './tests/openCaller.ts';

const secret = 'open sesame';
const client = { clientId: 'importer', clientSecret: secret, scope: 'items.read' };
const secretOf = ({ headers }: VendorRequest) =>
  atob((headers.get('authorization') ?? '').slice('Basic '.length));

/** A vendor with its own issuer of tokens that are good until they are revoked. */
async function startIssuing(life = 3_600) {
  const good = new Set<string>();
  let issued = 0;
  let isBroken = false;
  const vendor = await startVendor({
    'GET /.well-known/oauth-authorization-server': () => ({
      issuer: vendor.url,
      token_endpoint: `${vendor.url}/token`,
    }),
    'POST /token': (request) => {
      if (isBroken) return Response.json({ error: 'temporarily_unavailable' }, { status: 400 });
      if (secretOf(request) !== `importer:${encodeURIComponent(secret).replaceAll('%20', '+')}`)
        return Response.json({ error: 'invalid_client', error_description: secret }, { status: 400 });
      good.add(`token-${(issued += 1)}`);
      return { access_token: `token-${issued}`, token_type: 'Bearer', expires_in: life };
    },
    'GET /items': ({ headers }) => {
      const token = headers.get('authorization')?.slice('Bearer '.length) ?? '';
      return good.has(token) ? { token } : new Response('', { status: 401 });
    },
  });
  return {
    vendor,
    revokeAll: () => good.clear(),
    setBroken: (broken: boolean) => (isBroken = broken),
    tokenRequests: () => vendor.requests.filter(({ path }) => path === '/token'),
    [Symbol.asyncDispose]: () => vendor[Symbol.asyncDispose](),
  };
}

async function tokenUsed({ http }: Caller, url: string, given: Partial<typeof client> = {}): Promise<string> {
  const authorized = http.withClientCredentials({ issuer: url, ...client, ...given });
  const response = await authorized.fetch(`${url}/items`);
  return response.ok ? ((await response.json()) as { token: string }).token : String(response.status);
}

test('calls at the same time share one token request, and later calls its token', async () => {
  await using issuing = await startIssuing();
  const { url, host } = issuing.vendor;
  await using caller = openCaller([host]);
  expect(await Promise.all([1, 2, 3].map(() => tokenUsed(caller, url)))).toEqual(Array(3).fill('token-1'));
  expect(await tokenUsed(caller, url)).toBe('token-1');
  expect(issuing.tokenRequests().map(({ body }) => body)).toEqual([
    'scope=items.read&grant_type=client_credentials',
  ]);
  expect(await tokenUsed(caller, url, { scope: 'items.write' })).toBe('token-2');
  expect(JSON.stringify(caller.lines)).not.toMatch(/sesame|token-/);
});

test('a token that is refused is renewed once, and one that expires before it does', async () => {
  await using issuing = await startIssuing();
  const { url, host } = issuing.vendor;
  await using caller = openCaller([host]);
  await tokenUsed(caller, url);
  issuing.revokeAll();
  expect(await Promise.all([tokenUsed(caller, url), tokenUsed(caller, url)])).toEqual(['token-2', 'token-2']);
  issuing.revokeAll();
  expect(await tokenUsed(caller, url)).toBe('401');
  expect(issuing.tokenRequests()).toHaveLength(2);
  await using brief = await startIssuing(0);
  await using other = openCaller([brief.vendor.host]);
  const used = [await tokenUsed(other, brief.vendor.url), await tokenUsed(other, brief.vendor.url)];
  expect(used).toEqual(['token-1', 'token-2']);
});

test('who knows only the id of a client gets no token of it, and no secret is shown', async () => {
  await using issuing = await startIssuing();
  const { url, host } = issuing.vendor;
  await using caller = openCaller([host]);
  await tokenUsed(caller, url);
  const error = (await tokenUsed(caller, url, { clientSecret: 'guessed' }).catch(
    (thrown: unknown) => thrown,
  )) as Error;
  expect(error).toMatchObject({ code: 'OUTSIDE_ANSWER_INVALID' });
  expect(error.message).toBe(`${url} gave no access token to the client "importer": invalid_client.`);
  expect(error.cause).toBeUndefined();
});

test('a token request that failed is not remembered', async () => {
  await using issuing = await startIssuing();
  const { url, host } = issuing.vendor;
  await using caller = openCaller([host]);
  issuing.setBroken(true);
  await expect(tokenUsed(caller, url)).rejects.toThrow(/temporarily_unavailable/);
  issuing.setBroken(false);
  expect(await tokenUsed(caller, url)).toBe('token-1');
});

test('a token endpoint that asks for a wait is unavailable until then', async () => {
  const headers = { 'retry-after': '60' };
  await using vendor = await startVendor({ 'POST /token': () => new Response('', { status: 429, headers }) });
  await using caller = openCaller([vendor.host]);
  const tokenUrl = `${vendor.url}/token`;
  const called = caller.http.withClientCredentials({ ...client, tokenUrl }).fetch(vendor.url);
  await expect(called).rejects.toMatchObject({ code: 'OUTSIDE_UNAVAILABLE', retryAfterMs: 60_000 });
});

test('the token endpoint may be given, and is held to the same rules', async () => {
  await using issuing = await startIssuing();
  const { url, host } = issuing.vendor;
  await using caller = openCaller([host]);
  const tokenUrl = `${url}/token`;
  const response = await caller.http.withClientCredentials({ ...client, tokenUrl }).fetch(`${url}/items`);
  expect(response.status).toBe(200);
  await using stranger = openCaller([]);
  const called = stranger.http.withClientCredentials({ ...client, tokenUrl }).fetch(`${url}/items`);
  await expect(called).rejects.toMatchObject({ code: 'OUTSIDE_REFUSED' });
});
