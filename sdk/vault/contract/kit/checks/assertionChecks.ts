import { needOf } from '@nimbusvault/sdk/internal';
import { callAs, callRaw, callBare, codeOf, type Called } from '../call.ts';
import type { Check } from '../check.ts';
import { demand, given } from '../finding.ts';
import { rootFields } from '../rootFields.ts';
import { signAs, type Claims, type KitKey } from '../keys.ts';
import type { World } from '../world.ts';

const body = JSON.stringify({ query: '{ __typename }' });
const seconds = (offset: number) => Math.floor(Date.now() / 1_000) + offset;

function sendWith(world: World, assertion: string): Promise<Called> {
  return callRaw(world, body, { 'x-vault-assertion': assertion });
}

function demandRefused(answer: Called, what: string): void {
  const { status } = answer;
  demand(
    status === 401 && codeOf(answer) === 'UNAUTHENTICATED',
    `${what} was answered with ${status} and the code ${codeOf(answer)}, not with 401 UNAUTHENTICATED`,
  );
}

/** A check that an assertion with other claims is refused, and that a good one is accepted. */
function refuses(what: string, makeClaims: (world: World) => readonly Claims[]) {
  return async (world: World): Promise<void> => {
    const good = await callRaw(world, body);
    demand(good.status === 200, `a valid assertion was answered with ${good.status}`);
    for (const claims of makeClaims(world)) {
      const assertion = await signAs(world.keys.known[0], world.name, claims);
      demandRefused(await sendWith(world, assertion), `${what} (${JSON.stringify(claims)})`);
    }
  };
}

async function needsAssertion(world: World): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  demandRefused(
    await callBare(world, '/graphql', { method: 'POST', headers, body }),
    'a request without an assertion',
  );
  demandRefused(await sendWith(world, 'not.a.token'), 'a text that is no token');
}

async function needsAlgorithm(world: World): Promise<void> {
  const [, payload] = (await signAs(world.keys.known[0], world.name)).split('.');
  const header = Buffer.from('{"alg":"none","kid":"kit-1"}').toString('base64url');
  demandRefused(await sendWith(world, `${header}.${payload}.`), 'an assertion with the algorithm none');
}

async function choosesKeys(world: World): Promise<void> {
  const { known, unknown } = world.keys;
  for (const key of known) {
    const { status } = await sendWith(world, await signAs(key, world.name));
    demand(status === 200, `an assertion of the key ${key.kid} of the set was answered with ${status}`);
  }
  const forged: KitKey = { kid: known[0].kid, privateKey: unknown.privateKey };
  for (const key of [unknown, forged])
    demandRefused(await sendWith(world, await signAs(key, world.name)), 'an assertion of another key');
}

async function livesBriefly(world: World): Promise<void> {
  const late = { iat: seconds(-30), exp: seconds(30) };
  const answer = await sendWith(world, await signAs(world.keys.known[0], world.name, late));
  demand(answer.status === 200, `an assertion of 30 s ago was answered with ${answer.status}`);
  await refuses('an assertion that is too old', () => [
    { iat: seconds(-400), exp: seconds(-340) },
    { iat: seconds(-400), exp: seconds(3_600) },
    { exp: undefined },
    { iat: undefined },
  ])(world);
}

async function enforcesRoles(world: World): Promise<void> {
  const field = given(
    rootFields(world).find(({ definition }) => needOf(definition)),
    'no root field has a @role',
  );
  const answer = await callAs(world, field.document, { claims: { roles: [] } });
  demand(
    codeOf(answer) === 'FORBIDDEN',
    `${field.name} for a caller without roles has the code ${codeOf(answer)}`,
  );
}

const user = '00000000-0000-4000-8000-0000000000a1';

export const assertionChecks: readonly Check[] = [
  {
    clause: '4.1',
    title: 'requests need an assertion',
    fix: 'Answer 401 UNAUTHENTICATED before GraphQL sees the request.',
    run: needsAssertion,
  },
  {
    clause: '4.2',
    title: 'the algorithm is EdDSA',
    fix: 'Allow the one algorithm "EdDSA".',
    run: needsAlgorithm,
  },
  {
    clause: '4.3',
    title: 'the kid chooses among the keys',
    fix: 'Read a JWK Set, choose the key by kid, and refuse an unknown kid.',
    run: choosesKeys,
  },
  {
    clause: '4.4',
    title: 'the issuer is the gateway',
    fix: 'Demand iss "nimbusvault-gateway".',
    run: refuses('an assertion of another issuer', () => [{ iss: 'somebody' }, { iss: undefined }]),
  },
  {
    clause: '4.5',
    title: 'the audience is the plugin',
    fix: "Demand that aud is the plugin's name.",
    run: refuses('an assertion for another plugin', () => [{ aud: 'Core' }, { aud: undefined }]),
  },
  {
    clause: '4.6',
    title: 'an assertion lives for a minute',
    fix: 'Require iat and exp; refuse more than 60 s after iat, with 60 s of leeway, whatever exp says.',
    run: livesBriefly,
  },
  {
    clause: '4.7',
    title: 'the claims fit their schema',
    fix: 'Check org, user, roles, scopes and service by assertion-claims.json.',
    run: refuses('an assertion with a misfit', () => [
      { org: 'Not A Slug' },
      { org: undefined },
      { user: 'ada' },
      { user: undefined },
      { roles: ['owner'] },
      { roles: undefined },
      { user, scopes: 'all' },
    ]),
  },
  {
    clause: '4.9',
    title: 'a @role is enforced',
    fix: 'Refuse the field with FORBIDDEN before it does anything.',
    run: enforcesRoles,
  },
];
