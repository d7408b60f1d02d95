import { generateKeyPairSync, type KeyObject } from 'node:crypto';
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

export function makeKeys(): KitKeys {
  const [one, two, three] = [makeKey('kit-1'), makeKey('kit-2'), makeKey('kit-3')];
  const publicText = JSON.stringify({ keys: [one.jwk, two.jwk] });
  return { known: [one, two], unknown: three, publicText };
}

function makeKey(kid: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { kid, privateKey, jwk: { ...publicKey.export({ format: 'jwk' }), kid } };
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
