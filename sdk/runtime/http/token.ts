import { importJWK, SignJWT, type JWK } from 'jose';
import type { Tenant } from '@nimbusvault/sdk/kernel';

const algorithm = 'EdDSA';

/** The issuer of a client's token: an Ed25519 private JWK as JSON text, and the vault's issuer and audience. */
export interface TokenIssuer {
  readonly privateKey: string;
  readonly issuer: string;
  readonly audience: string;
  /** A duration in jose's form, such as `30d`. */
  readonly lifetime: string;
}

/** Signs a client's JWT for the tenant, for `Authorization: Bearer` at the gateway. */
export async function signToken(
  { org, userId, roles, scopes = [] }: Tenant,
  by: TokenIssuer,
): Promise<string> {
  const key = await importJWK(JSON.parse(by.privateKey) as JWK, algorithm);
  return new SignJWT({ org, roles: [...roles], ...(scopes.length > 0 && { scope: scopes.join(' ') }) })
    .setProtectedHeader({ alg: algorithm })
    .setSubject(userId ?? '')
    .setIssuer(by.issuer)
    .setAudience(by.audience)
    .setIssuedAt()
    .setExpirationTime(by.lifetime)
    .sign(key);
}
