import { createHmac, generateKeyPairSync } from 'node:crypto';
import { importJWK, SignJWT, type JWK, type JWTPayload } from 'jose';
import type { BadInput, HttpRequest, Row } from '../badInput.ts';
import type { Scene } from '../scene.ts';

type Token = (scene: Scene) => string | Promise<string>;

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);

const claimsOf = ({ slug, userId }: Scene): JWTPayload => ({
  iss: 'nimbusvault-development',
  aud: 'nimbusvault',
  sub: userId,
  org: slug,
  roles: ['admin'],
  exp: now() + 600,
});

/** A correctly signed token with invalid claims; `undefined` removes a claim. */
function claiming(claims: Readonly<Record<string, unknown>>): Token {
  return async (scene) => {
    const key = await importJWK(JSON.parse(scene.keys.identityPrivate) as JWK, 'EdDSA');
    return new SignJWT({ ...claimsOf(scene), ...claims }).setProtectedHeader({ alg: 'EdDSA' }).sign(key);
  };
}

/** A token with a forged header and a forged signature. */
function forged(header: object, sign: (text: string, scene: Scene) => string): Token {
  return (scene) => {
    const text = `${encode(header)}.${encode(claimsOf(scene))}`;
    return `${text}.${sign(text, scene)}`;
  };
}

const byAnotherKey: Token = (scene) => {
  const { privateKey } = generateKeyPairSync('ed25519');
  return new SignJWT(claimsOf(scene)).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey);
};
const hmacOfPublicKey = (text: string, { keys }: Scene) =>
  createHmac('sha256', keys.identityPublic).update(text).digest('base64url');

const forgeries: readonly (readonly [string, Token])[] = [
  ['alg none', forged({ alg: 'none' }, () => '')],
  ['alg NoNe', forged({ alg: 'NoNe' }, () => '')],
  ['alg none with a signature', forged({ alg: 'none' }, () => 'AAAA')],
  ['HS256 by the public key', forged({ alg: 'HS256' }, hmacOfPublicKey)],
  ['an unknown alg', forged({ alg: '__proto__' }, () => 'AAAA')],
  ['an alg that is an object', forged({ alg: {} }, () => 'AAAA')],
  ['no alg', forged({}, () => 'AAAA')],
  ['an unknown critical header', forged({ alg: 'EdDSA', crit: ['exp'] }, () => 'AAAA')],
  ['a key in the header', forged({ alg: 'EdDSA', jwk: { kty: 'OKP' } }, () => 'AAAA')],
  ['a key at a URL', forged({ alg: 'EdDSA', jku: 'http://127.0.0.1:1/' }, () => 'AAAA')],
  ['a kid that is a path', forged({ alg: 'EdDSA', kid: '../../dev/null' }, () => 'AAAA')],
  ['another key', byAnotherKey],
  ['a signature cut off', async (scene) => scene.token.slice(0, -4)],
  ['no signature', async (scene) => scene.token.replace(/[^.]+$/, '')],
  ['no token', async () => 'token'],
  ['two dots', async () => '..'],
  ['the assertion of a gateway', async ({ keys }) => assertion(keys)],
  ['15 KB', async () => 'a'.repeat(15_000)],
  ['expired', claiming({ exp: now() - 3_600 })],
  ['without exp', claiming({ exp: undefined })],
  ['an exp that is text', claiming({ exp: 'never' })],
  ['not yet', claiming({ nbf: now() + 3_600 })],
  ['another issuer', claiming({ iss: 'https://evil.example' })],
  ['another audience', claiming({ aud: 'elsewhere' })],
  ['no audience', claiming({ aud: undefined })],
  ['no subject', claiming({ sub: undefined })],
  ['a subject that is not a user id', claiming({ sub: "' OR 1=1" })],
  ['no org', claiming({ org: undefined })],
];

const slugs = [
  '',
  'a.b',
  '*',
  '>',
  '../',
  'ACME',
  'a b',
  '-a',
  'a'.repeat(64),
  'acme\n',
  'ä',
  '$org',
  7,
  null,
  ['acme'],
  { $ne: null },
];

const headers: readonly (readonly [string, string | string[] | undefined])[] = [
  ['none', undefined],
  ['an empty header', ''],
  ['Bearer and no token', 'Bearer '],
  ['Basic', 'Basic YWRhOmFkYQ=='],
  ['a list of tokens', 'Bearer a, Bearer b'],
];

const refused = [401, 'UNAUTHENTICATED'] as const;
const body = '{"query":"{ __typename }"}';
const tokens: readonly Row<Token>[] = [
  ...forgeries.map(([name, token]) => [`a token: ${name}`, token, ...refused] as const),
  ...slugs.map((org) => [`the org ${JSON.stringify(org)}`, claiming({ org }), ...refused] as const),
];

export const identities: readonly BadInput[] = [
  ...tokens.map(([name, token, status, code]) => ({
    name,
    request: async (scene: Scene) => asking(`Bearer ${await token(scene)}`),
    status,
    code,
  })),
  {
    name: 'a good token of somebody who has left',
    request: ({ leaverToken }) => asking(`Bearer ${leaverToken}`),
    status: 401,
    code: 'ACCESS_REVOKED',
  },
  ...headers.map(([name, authorization]) => ({
    name: `identity: ${name}`,
    request: () => asking(authorization),
    status: 401,
    code: 'UNAUTHENTICATED' as const,
  })),
];

function asking(authorization: string | string[] | undefined): HttpRequest {
  const vouched: HttpRequest['headers'] = authorization === undefined ? {} : { authorization };
  return { method: 'POST', body, headers: { 'content-type': 'application/json', ...vouched } };
}

async function assertion({ assertionPrivate }: Scene['keys']): Promise<string> {
  const key = await importJWK(JSON.parse(assertionPrivate) as JWK, 'EdDSA');
  return new SignJWT({ org: 'acme' }).setProtectedHeader({ alg: 'EdDSA' }).setExpirationTime('1m').sign(key);
}
