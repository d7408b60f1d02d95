import { generateKeyPair, exportJWK, importJWK, jwtVerify, SignJWT, type CryptoKey } from 'jose';
import { z } from 'zod';
import { isOrgSlug, userIdSchema, VaultError } from '@nimbusvault/sdk/kernel';

const scheme = 'Plugin ';
const algorithm = 'EdDSA';
const issuer = 'nimbusvault-plugin';
const audience = 'nimbusvault-gateway';
const lifetimeSeconds = 60;
const leewaySeconds = 5;

const claims = z.object({
  org: z.string().refine(isOrgSlug),
  sub: z.string(),
  user: userIdSchema.optional(),
});
const header = z.object({ kid: z.string(), alg: z.literal(algorithm) });

/** The key that a process of a plugin signs with, for as long as it lives; the registry gives the gateways its public key. */
export interface ServiceKey {
  readonly publicKey: string;
  readonly privateKey: CryptoKey;
}

/** A new Ed25519 key; the public one as the `x` of a JWK. */
export async function makeServiceKey(): Promise<ServiceKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { crv: 'Ed25519' });
  const { x = '' } = await exportJWK(publicKey);
  return { publicKey: x, privateKey };
}

/** The sender: a plugin, by the instance that the registry knows, for an org, and for a user of it if there is one. */
export interface Speaker {
  readonly plugin: string;
  readonly instance: string;
  readonly org: string;
  readonly user?: string | undefined;
}

/** An Authorization header for 60 seconds. */
export async function signService(speaker: Speaker, key: ServiceKey): Promise<string> {
  const { plugin, instance, org, user } = speaker;
  const token = await new SignJWT({ org, ...(user && { user }) })
    .setProtectedHeader({ alg: algorithm, kid: `${plugin}.${instance}` })
    .setSubject(plugin)
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime(`${lifetimeSeconds}s`)
    .sign(key.privateKey);
  return `${scheme}${token}`;
}

/** True for an Authorization header of a plugin. */
export function isOfService(authorization: string | undefined): authorization is string {
  return authorization?.startsWith(scheme) ?? false;
}

/** Returns the public key of an instance, such as `Bookmarks.<id>`, or undefined if it is unknown. */
type FindServiceKey = (instance: string) => string | undefined;

/** Returns the instance, its plugin, the org, the user, and the expiry in seconds since 1970; throws UNAUTHENTICATED for anything else. */
export async function verifyService(
  authorization: string,
  findKey: FindServiceKey,
): Promise<Speaker & { readonly exp: number }> {
  try {
    const token = authorization.slice(scheme.length);
    const { payload, protectedHeader } = await jwtVerify(token, keyBy(findKey), {
      issuer,
      audience,
      algorithms: [algorithm],
      clockTolerance: leewaySeconds,
      maxTokenAge: lifetimeSeconds,
      requiredClaims: ['exp'],
    });
    const { org, sub: plugin, user } = claims.parse(payload);
    const [owner, instance = ''] = header.parse(protectedHeader).kid.split('.');
    if (owner !== plugin) throw unknown(`An instance of ${owner} speaks as ${plugin}.`);
    return { plugin, instance, org, user, exp: Number(payload.exp) };
  } catch (cause) {
    throw unknown('The token of the plugin is not valid: no process of it that runs has signed it.', cause);
  }
}

function unknown(message: string, cause?: unknown): VaultError {
  return new VaultError('UNAUTHENTICATED', message, { cause });
}

function keyBy(findKey: FindServiceKey) {
  return (protectedHeader: unknown) => {
    const x = findKey(header.parse(protectedHeader).kid);
    if (!x) throw unknown('The registry knows no such instance.');
    return importJWK({ kty: 'OKP', crv: 'Ed25519', x }, algorithm);
  };
}
