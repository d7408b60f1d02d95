import {
  isOrgSlug,
  isScope,
  mostScopes,
  roles,
  userIdSchema,
  VaultError,
  type BaseSettings,
  type Role,
  type Tenant,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import { createKeySet } from './keySet.ts';
import { errors, importJWK, jwtVerify, type JWK, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { createRecent } from '../memory/recent.ts';

type IdentitySettings = BaseSettings['identity'];

const leewaySeconds = 60;
const trustedMs = 30_000; // the time for which a revoked key may still be accepted
const longestHeader = 8_192;
const room = { values: 10_000, characters: 20_000_000 };
const algorithmOf: ReadonlyMap<unknown, string> = new Map([
  ['OKP', 'EdDSA'],
  ['EC', 'ES256'],
  ['RSA', 'RS256'],
]);

/** The sender of a request, by its Authorization header. Throws UNAUTHENTICATED, or IDENTITY_UNAVAILABLE without keys. */
export type Identify = (authorization: string | undefined) => Promise<Tenant>;

/** Reads the key or finds the key set of `settings`, once. Throws SETTINGS_INVALID for an invalid key. */
export async function createIdentify(
  settings: IdentitySettings,
  log: Pick<VaultLog, 'warn'>,
): Promise<Identify> {
  const { issuer, audience } = settings;
  const { key, accepted } = await readKey(settings, log);
  const options = {
    issuer,
    audience,
    algorithms: accepted,
    clockTolerance: leewaySeconds,
    requiredClaims: ['exp', 'sub', 'org'],
  };
  const verify = async (token: string): Promise<Verified> => {
    const { payload } = await jwtVerify(token, key, options).catch((cause: unknown) => {
      throw cause instanceof VaultError
        ? cause
        : new VaultError('UNAUTHENTICATED', reasonOf(cause), { cause });
    });
    refuseFromFuture(payload);
    const until = Math.min(Date.now() + trustedMs, (Number(payload.exp) + leewaySeconds) * 1000);
    return { tenant: tenantOf(payload), until };
  };
  const verified = createRecent<Verified>(room);
  return async (authorization) => {
    const token = bearerToken(authorization);
    const known = verified.get(token);
    if (known && Date.now() < known.until) return known.tenant;
    const fresh = await verify(token);
    verified.set(token, fresh);
    return fresh.tenant;
  };
}

/** The identity of a token, and the time (as of Date.now) until which it is not verified again. */
interface Verified {
  readonly tenant: Tenant;
  readonly until: number;
}

interface VerificationKey {
  readonly key: JWTVerifyGetKey;
  readonly accepted: string[];
}

async function readKey(
  { key, jwks }: IdentitySettings,
  log: Pick<VaultLog, 'warn'>,
): Promise<VerificationKey> {
  if (jwks !== undefined) return { key: createKeySet(jwks, { log }), accepted: [...algorithmOf.values()] };
  try {
    const jwk = JSON.parse(key ?? '') as JWK;
    const algorithm = algorithmOf.get(jwk.kty);
    if (!algorithm)
      throw new VaultError('SETTINGS_INVALID', `A key of the type ${jwk.kty} cannot verify tokens.`);
    const imported = await importJWK({ ...jwk, d: undefined }, algorithm);
    return { key: async () => imported, accepted: [algorithm] };
  } catch (cause) {
    const message = 'Base.identity.key is not a public JWK (Ed25519, P-256 or RSA).';
    throw new VaultError('SETTINGS_INVALID', message, { cause });
  }
}

function bearerToken(authorization: string | undefined): string {
  if (authorization && authorization.length > longestHeader)
    throw new VaultError('UNAUTHENTICATED', 'The token is too long. Get one with fewer claims.');
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  if (token) return token;
  throw new VaultError(
    'UNAUTHENTICATED',
    'Send "Authorization: Bearer <token>". For development, "npx nimbus token --org acme --user ada" prints one.',
  );
}

/** jose checks `iat` only if a maximum age is set. */
function refuseFromFuture({ iat = 0 }: JWTPayload): void {
  if (typeof iat === 'number' && iat * 1000 <= Date.now() + leewaySeconds * 1000) return;
  throw new VaultError('UNAUTHENTICATED', 'The claim "iat" of the token is not accepted here.');
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired. Get a new one.';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `The claim "${error.claim}" of the token is not accepted here.`;
  return 'The token is not valid. Get a new one.';
}

function tenantOf({ sub, org, roles: granted, scope, scp }: JWTPayload): Tenant {
  if (!isOrgSlug(org))
    throw new VaultError('UNAUTHENTICATED', 'The claim "org" of the token is not an org slug.');
  const userId = userIdSchema.safeParse(sub);
  if (!userId.success)
    throw new VaultError('UNAUTHENTICATED', 'The claim "sub" of the token is not a user id.');
  const scopes = scopesIn(scope ?? scp);
  return { org, userId: userId.data, roles: rolesIn(granted), ...(scopes.length > 0 && { scopes }) };
}

/** The known roles, each once. */
function rolesIn(granted: unknown): readonly Role[] {
  return roles.filter((role) => toList(granted).includes(role));
}

/** The scopes of a space-separated string or of a list, each once and in order; invalid ones are ignored. */
function scopesIn(granted: unknown): readonly string[] {
  const words: readonly unknown[] = typeof granted === 'string' ? granted.split(' ') : toList(granted);
  const scopes = [...new Set(words.filter(isScope))].toSorted();
  if (scopes.length <= mostScopes) return scopes;
  throw new VaultError(
    'UNAUTHENTICATED',
    `The token has more than ${mostScopes} scopes. Get one with fewer.`,
  );
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
