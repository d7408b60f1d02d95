import {
  calculateJwkThumbprint,
  decodeProtectedHeader,
  importJWK,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JWK,
} from 'jose';
import { z } from 'zod';
import {
  isOrgSlug,
  isScope,
  mostScopes,
  pluginNamePattern,
  roles,
  userIdSchema,
  VaultError,
  type Tenant,
} from '@nimbusvault/sdk/kernel';
import { LRUCache } from 'lru-cache';

/** The header in which the gateway names the caller to a subgraph. Clients' own copies never pass the gateway. */
export const assertionHeader = 'x-vault-assertion';

const issuer = 'nimbusvault-gateway';
const algorithm = 'EdDSA';
const lifetimeSeconds = 60;
const leewaySeconds = 60;
const mostKeys = 8;
const room = { max: 10_000, maxSize: 10_000_000, sizeCalculation: (_: unknown, key: string) => key.length };

/** The claims of an assertion beside iss, aud, iat and exp. */
export const assertionClaims = z.object({
  org: z.string().refine(isOrgSlug),
  user: userIdSchema.nullable(),
  roles: z.array(z.enum(roles)),
  scopes: z.array(z.string().refine(isScope)).max(mostScopes).optional(),
  service: z.string().regex(pluginNamePattern).optional(),
});

/** A key for assertions. `kid` is the JWK's, or its thumbprint, which both halves of a pair have in common. */
export interface AssertionKey {
  readonly kid: string;
  readonly key: CryptoKey | Uint8Array;
}

/** Imports an Ed25519 JWK given as JSON text, private for the gateway, public for a subgraph. Throws SETTINGS_INVALID. */
export async function importAssertionKey(text: string): Promise<AssertionKey> {
  const [key, ...more] = await importAssertionKeys(text);
  if (key && more.length === 0) return key;
  throw noKey();
}

/** Imports an Ed25519 JWK, or a JWK Set of at most eight, given as JSON text. Throws SETTINGS_INVALID. */
export async function importAssertionKeys(text: string): Promise<readonly AssertionKey[]> {
  try {
    const parsed = JSON.parse(text) as JWK | { readonly keys: readonly JWK[] };
    const jwks = 'keys' in parsed && Array.isArray(parsed.keys) ? parsed.keys : [parsed as JWK];
    if (jwks.length === 0 || jwks.length > mostKeys) throw noKey();
    return await Promise.all(jwks.map(importOne));
  } catch (cause) {
    throw noKey(cause);
  }
}

async function importOne(jwk: JWK): Promise<AssertionKey> {
  return { kid: jwk.kid ?? (await calculateJwkThumbprint(jwk)), key: await importJWK(jwk, algorithm) };
}

function noKey(cause?: unknown): VaultError {
  return new VaultError('SETTINGS_INVALID', 'The key for assertions is not an Ed25519 JWK.', { cause });
}

/** Signs the caller's identity, for `subgraph` alone and for 60 seconds. */
export async function signAssertion(tenant: Tenant, subgraph: string, key: AssertionKey): Promise<string> {
  const { org, userId: user, roles: granted, scopes = [], service } = tenant;
  const beside = { ...(scopes.length > 0 && { scopes: [...scopes] }), ...(service && { service }) };
  return new SignJWT({ org, user, roles: [...granted], ...beside })
    .setProtectedHeader({ alg: algorithm, kid: key.kid })
    .setIssuer(issuer)
    .setAudience(subgraph)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds}s`)
    .sign(key.key);
}

/** Returns the tenant that the gateway vouches for; throws UNAUTHENTICATED for anything else. */
export type VerifyAssertion = (assertion: string | undefined) => Promise<Tenant>;

/**
 * Verifies assertions for `subgraph`, by the gateway's public key, or by several while keys are rotated. A valid one is
 * cached for a minute from its signing, by its exact text.
 */
export function createVerify(subgraph: string, ...keys: readonly AssertionKey[]): VerifyAssertion {
  const verified = new LRUCache<string, Verified>(room);
  return async (assertion) => {
    if (!assertion) throw new VaultError('UNAUTHENTICATED', 'This subgraph answers the gateway only.');
    const known = verified.get(assertion);
    if (known && Date.now() < known.until) return known.tenant;
    const fresh = await verify(assertion, subgraph, keyIn(keys, assertion));
    verified.set(assertion, fresh);
    return fresh.tenant;
  };
}

/** The tenant of an assertion, and the time (as Date.now counts) until which it is not verified again. */
interface Verified {
  readonly tenant: Tenant;
  readonly until: number;
}

/** A gateway of an earlier version names no key: it has the first. */
function keyIn(keys: readonly AssertionKey[], assertion: string): AssertionKey | undefined {
  const { kid } = headerOf(assertion);
  return kid === undefined ? keys[0] : keys.find((key) => key.kid === kid);
}

function headerOf(assertion: string): { readonly kid?: string | undefined } {
  try {
    return decodeProtectedHeader(assertion);
  } catch {
    return {}; // the verification refuses it
  }
}

async function verify(
  assertion: string,
  subgraph: string,
  found: AssertionKey | undefined,
): Promise<Verified> {
  if (!found) throw new VaultError('UNAUTHENTICATED', 'The assertion is signed by an unknown key.');
  try {
    const { payload } = await jwtVerify(assertion, found.key, {
      issuer,
      audience: subgraph,
      algorithms: [algorithm],
      clockTolerance: leewaySeconds,
      maxTokenAge: lifetimeSeconds, // whatever the claims say
      requiredClaims: ['exp', 'iat'],
    });
    const { org, user, roles: granted, scopes, service } = assertionClaims.parse(payload);
    const tenant = {
      org,
      userId: user,
      roles: granted,
      ...(scopes && { scopes }),
      ...(service && { service }),
    };
    const end = Math.min(Number(payload.exp), Number(payload.iat) + lifetimeSeconds);
    return { tenant, until: end * 1_000 };
  } catch (cause) {
    throw new VaultError('UNAUTHENTICATED', 'The assertion is not valid for this subgraph.', { cause });
  }
}
