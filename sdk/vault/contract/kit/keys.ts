import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';

/** A key pair of the kit, as a gateway has one. */
export interface KitKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
}

/** The keys that the process knows, and one that it does not know. */
export interface KitKeys {
  readonly known: readonly [KitKey, KitKey];
  readonly unknown: KitKey;
  /** The value of NIMBUS_ASSERTION_PUBLIC_KEY. */
  readonly publicText: string;
}

/** The second key of the set names no kid: its thumbprint is its kid. */
export function makeKeys(): KitKeys {
  const [one, two, three] = [makeKey(), makeKey(), makeKey()];
  const publicText = JSON.stringify({ keys: [{ ...one.jwk, kid: 'kit-1' }, two.jwk] });
  return { known: [{ ...one, kid: 'kit-1' }, two], unknown: three, publicText };
}

function makeKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const jwk = publicKey.export({ format: 'jwk' });
  return { kid: thumbprintOf(jwk.x), privateKey, jwk };
}

/** As RFC 7638 says. */
function thumbprintOf(x: unknown): string {
  const members = JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x });
  return createHash('sha256').update(members).digest('base64url');
}

/** Claims that differ from those of a good assertion, by name; undefined takes one away. */
export type Claims = Readonly<Record<string, unknown>>;

/** Signs what a gateway would sign, but for `claims`; returns the header's value. */
export function signAs(key: KitKey, audience: string, claims: Claims = {}): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  const good = { iss: 'nimbusvault-gateway', aud: audience, iat: now, exp: now + 60 };
  const caller = { org: 'contract-kit', user: null, roles: ['member'] };
  return new SignJWT(JSON.parse(JSON.stringify({ ...good, ...caller, ...claims })) as object as never)
    .setProtectedHeader({ alg: 'EdDSA', kid: key.kid })
    .sign(key.privateKey);
}
