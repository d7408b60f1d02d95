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
} from '../kernel/index.ts';

/** The header in which the gateway tells a subgraph who acts. Clients' own copies never pass the gateway. */
export const assertionHeader = 'x-vault-assertion';

const issuer = 'nimbusvault-gateway';
const algorithm = 'EdDSA';
const lifetimeSeconds = 60;
const leewaySeconds = 5;

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

/** Signs who acts, for `subgraph` alone and for 60 seconds. */
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

/** The tenant that the gateway vouches for; throws UNAUTHENTICATED for anything else. */
export async function verifyAssertion(
  assertion: string | undefined,
  subgraph: string,
  key: AssertionKey,
): Promise<Tenant> {
  if (!assertion) throw new VaultError('UNAUTHENTICATED', 'This subgraph answers the gateway only.');
  try {
    const options = { issuer, audience: subgraph, algorithms: [algorithm], clockTolerance: leewaySeconds };
    const { payload } = await jwtVerify(assertion, key, options);
    const { org, user, roles: granted, scopes, service } = claims.parse(payload);
    return { org, userId: user, roles: granted, ...(scopes && { scopes }), ...(service && { service }) };
  } catch (cause) {
    throw new VaultError('UNAUTHENTICATED', 'The assertion is not valid for this subgraph.', { cause });
  }
}
