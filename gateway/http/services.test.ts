import { emptyRegistry, type Registry } from '@nimbusvault/runtime/registry';
import {
  makeServiceKey,
  signService,
  type ServiceKey,
  type Speaker,
} from '@nimbusvault/runtime/service-token';
import { SignJWT } from 'jose';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Role, Tenant } from '@nimbusvault/sdk/kernel';
import { createServices, type ServiceSite } from './services.ts';

const document = 'query TitleOf($id: ID!) {\n  document(id: $id) {\n    title\n  }\n}';
const forUsers = 'mutation Note {\n  note\n}';
const accessOf = (role: Role) => `extend schema @asksGraph(role: "${role}", scopes: ["notes:read"],
  operations: [${JSON.stringify(document)}], forUser: [${JSON.stringify(forUsers)}])`;
const access = accessOf('member');
const speaker: Speaker = { plugin: 'Notes', instance: 'one', org: 'acme' };

let key: ServiceKey;
beforeAll(async () => {
  key = await makeServiceKey();
});

const nobody = async (): Promise<Role> => {
  throw new Error('no user is asked for');
};

function siteOf(sdl = access): ServiceSite & { readonly registry: Registry } {
  const registry = emptyRegistry();
  const url = 'http://notes.test/graphql';
  const instance = { plugin: 'Notes', id: 'one', url, hash: '0'.repeat(32), since: 1, key: key.publicKey };
  registry.instance.set('instance.Notes.one', instance);
  return { registry, subgraphs: [{ name: 'Notes', url, sdl }] };
}

const seconds = () => Math.floor(Date.now() / 1_000);

/** A correctly signed token, except for these claims and the process that it names. */
async function tokenWith(claims: object = {}, kid: string | undefined = 'Notes.one'): Promise<string> {
  const usual = {
    org: 'acme',
    sub: 'Notes',
    iss: 'nimbusvault-plugin',
    aud: 'nimbusvault-gateway',
    iat: seconds(),
    exp: seconds() + 60,
  };
  const token = new SignJWT({ ...usual, ...claims }).setProtectedHeader({
    alg: 'EdDSA',
    ...(kid && { kid }),
  });
  return `Plugin ${await token.sign(key.privateKey)}`;
}

test('a plugin acts for the org with the rights that its served schema declares, whatever its token claims', async () => {
  const { identify, hasDeclared } = createServices(siteOf(), nobody);
  const tenant = {
    org: 'acme',
    userId: null,
    roles: ['member'],
    scopes: ['notes:read'],
    service: 'Notes',
  };
  expect(await identify(await signService(speaker, key))).toEqual(tenant);
  const greedy = { roles: ['admin'], role: 'admin', scope: 'all', scopes: ['all'], service: 'Core' };
  expect(await identify(await tokenWith(greedy))).toEqual(tenant);
  expect(hasDeclared(tenant as Tenant, document)).toBe(true);
  expect(hasDeclared(tenant as Tenant, `${document} `)).toBe(false);
  expect(hasDeclared(tenant as Tenant, forUsers)).toBe(false);
  expect(hasDeclared({ ...tenant, service: 'Core' } as Tenant, document)).toBe(false);
});

test.each([
  ['of an unknown process', {}, 'Notes.two'],
  ['without a process', {}, ''],
  ['of another plugin', { sub: 'Core' }],
  ['for another audience', { aud: 'elsewhere' }],
  ['of the issuer of user tokens', { iss: 'nimbusvault' }],
  ['that has expired', { exp: seconds() - 10 }],
  ['that does not expire', { exp: undefined }],
  ['that is older than a minute', { iat: seconds() - 600, exp: seconds() + 9_999 }],
  ['from the future', { iat: seconds() + 300 }],
])('a token %s is refused', async (_, claims, kid?: string) => {
  const { identify } = createServices(siteOf(), nobody);
  await expect(identify(await tokenWith(claims, kid))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test.each([['a.b'], ['*'], ['>'], ['../x'], ['ACME'], ['']])(
  'a token for the org %j is refused',
  async (org) => {
    const { identify } = createServices(siteOf(), nobody);
    await expect(identify(await signService({ ...speaker, org }, key))).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  },
);

test('a token of another key, a truncated token and a missing token are refused', async () => {
  const { identify } = createServices(siteOf(), nobody);
  const token = await signService(speaker, await makeServiceKey());
  for (const wrong of [token, (await signService(speaker, key)).slice(0, -4), 'Plugin ', 'Plugin a.b.c'])
    await expect(identify(wrong)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('a plugin that declares no operations may send none', async () => {
  const { identify } = createServices(siteOf('type Query { notes: String }'), nobody);
  await expect(identify(await signService(speaker, key))).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('a token is accepted until its process is gone, and for at most 60 seconds', async () => {
  const site = siteOf();
  const { identify } = createServices(site, nobody);
  const token = await signService(speaker, key);
  const leaving = { ...site.registry.instance.get('instance.Notes.one')!, isLeaving: true };
  site.registry.instance.set('instance.Notes.one', leaving);
  expect(await identify(token)).toMatchObject({ service: 'Notes' });
  vi.useFakeTimers({ now: Date.now() + 70_000 });
  await expect(identify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  vi.useRealTimers();
  const fresh = await signService(speaker, key);
  expect(await identify(fresh)).toMatchObject({ service: 'Notes' });
  site.registry.instance.delete('instance.Notes.one');
  await expect(identify(fresh)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

const ada = '11111111-1111-4111-8111-111111111111';

test.each([
  ['member', 'member', 'member'],
  ['member', 'admin', 'member'],
  ['admin', 'member', 'member'],
  ['admin', 'admin', 'admin'],
] as const)(
  'a plugin that declares %s and acts for a user who is %s has the rights of %s',
  async (declared, has, gets) => {
    const asked: unknown[] = [];
    const { identify, hasDeclared } = createServices(
      siteOf(accessOf(declared)),
      async (userId, { org, service }) => {
        asked.push({ userId, org, service });
        return has;
      },
    );
    const tenant = await identify(await signService({ ...speaker, user: ada }, key));
    expect(tenant).toEqual({ org: 'acme', userId: ada, roles: [gets], service: 'Notes' });
    expect(asked).toEqual([{ userId: ada, org: 'acme', service: 'Notes' }]);
    expect(hasDeclared(tenant, forUsers)).toBe(true);
    expect(hasDeclared(tenant, document)).toBe(false);
  },
);

test('the role of a user is that of now, however lately the same token was accepted', async () => {
  const now: Role[] = ['admin', 'member'];
  const { identify } = createServices(siteOf(accessOf('admin')), async () => now.shift()!);
  const token = await signService({ ...speaker, user: ada }, key);
  expect(await identify(token)).toMatchObject({ roles: ['admin'] });
  expect(await identify(token)).toMatchObject({ roles: ['member'] });
});

test('a token for a user that is not a user id is refused', async () => {
  const { identify } = createServices(siteOf(), nobody);
  await expect(identify(await tokenWith({ user: 'ada' }))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});
