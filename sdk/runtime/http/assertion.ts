import { importJWK, jwtVerify, SignJWT, type CryptoKey, type JWK, type KeyObject } from 'jose';
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
const leewaySeconds = 5;
const room = { max: 10_000, maxSize: 10_000_000, sizeCalculation: (_: unknown, key: string) => key.length };

const claims = z.object({
  org: z.string().refine(isOrgSlug),
  user: userIdSchema.nullable(),
  roles: z.array(z.enum(roles)),
  scopes: z.array(z.string().refine(isScope)).max(mostScopes).optional(),
  service: z.string().regex(pluginNamePattern).optional(),
});

export type AssertionKey = CryptoKey | KeyObject | Uint8Array;

/** Imports an Ed25519 JWK given as JSON text, private for the gateway, public for a subgraph. Throws SETTINGS_INVALID. */
export async function importAssertionKey(jwk: string): Promise<AssertionKey> {
  try {
    return await importJWK(JSON.parse(jwk) as JWK, algorithm);
  } catch (cause) {
    throw new VaultError('SETTINGS_INVALID', 'The key for assertions is not an Ed25519 JWK.', { cause });
  }
}

/** Signs the caller's identity, for `subgraph` alone and for 60 seconds. */
export async function signAssertion(tenant: Tenant, subgraph: string, key: AssertionKey): Promise<string> {
  const { org, userId: user, roles: granted, scopes = [], service } = tenant;
  const beside = { ...(scopes.length > 0 && { scopes: [...scopes] }), ...(service && { service }) };
  return new SignJWT({ org, user, roles: [...granted], ...beside })
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(issuer)
    .setAudience(subgraph)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds}s`)
    .sign(key);
}

/** Returns the tenant that the gateway vouches for; throws UNAUTHENTICATED for anything else. */
export type VerifyAssertion = (assertion: string | undefined) => Promise<Tenant>;

/** Verifies assertions for `subgraph`, by its public key. A valid one is cached until it expires, by its exact text. */
export function createVerify(subgraph: string, key: AssertionKey): VerifyAssertion {
  const verified = new LRUCache<string, Verified>(room);
  return async (assertion) => {
    if (!assertion) throw new VaultError('UNAUTHENTICATED', 'This subgraph answers the gateway only.');
    const known = verified.get(assertion);
    if (known && Date.now() < known.until) return known.tenant;
    const fresh = await verify(assertion, subgraph, key);
    verified.set(assertion, fresh);
    return fresh.tenant;
  };
}

/** The tenant of an assertion, and the time (as Date.now counts) until which it is not verified again. */
interface Verified {
  readonly tenant: Tenant;
  readonly until: number;
}

async function verify(assertion: string, subgraph: string, key: AssertionKey): Promise<Verified> {
  try {
    const { payload } = await jwtVerify(assertion, key, {
      issuer,
      audience: subgraph,
      algorithms: [algorithm],
      clockTolerance: leewaySeconds,
      requiredClaims: ['exp'],
    });
    const { org, user, roles: granted, scopes, service } = claims.parse(payload);
    const tenant = {
      org,
      userId: user,
      roles: granted,
      ...(scopes && { scopes }),
      ...(service && { service }),
    };
    return { tenant, until: Number(payload.exp) * 1_000 };
  } catch (cause) {
    throw new VaultError('UNAUTHENTICATED', 'The assertion is not valid for this subgraph.', { cause });
  }
}
