import { z } from 'zod';
import { isOrgSlug, pluginNamePattern, userIdSchema } from '@nimbusvault/sdk/kernel';
import { digest } from './digest.ts';

const plugin = z.string().regex(pluginNamePattern);
const hash = z.string().regex(/^[0-9a-f]{32}$/);
const names = z.array(z.string()).max(1_000);
const count = z.int().nonnegative();
const longestText = 500_000;

const release = z.object({
  plugin,
  hash,
  sdl: z.string().max(longestText),
  version: z.string(),
  sdk: z.string(),
  fires: names,
  hears: names,
  answers: names,
  takesPart: names,
  settings: z.unknown(),
});

const publication = z.object({
  plugin,
  hash,
  previous: z.array(hash).max(5),
  released: hash.optional(),
  url: z.url().optional(),
  by: z.string(),
  at: z.iso.datetime(),
});

const activation = z.object({
  plugins: z.array(plugin).max(1_000),
  by: z.string(),
  why: z.string(),
  at: z.iso.datetime(),
});

const catalogue = z.object({
  active: activation.optional(),
  published: z.record(plugin, publication),
});

const instance = z.object({
  plugin,
  id: z.string(),
  url: z.url(),
  hash,
  since: z.number(),
  key: z
    .string()
    .regex(/^[\w-]{43}$/)
    .optional(),
  isLeaving: z.boolean().optional(),
});

const revocation = z.object({
  org: z.string().refine(isOrgSlug),
  userId: userIdSchema.optional(),
  isRevoked: z.boolean(),
  version: count,
  at: z.iso.datetime(),
});

const refusal = z.object({ name: z.string(), faults: z.array(z.string()) });

const gatewayReport = z.object({
  id: z.string(),
  url: z.url().optional(),
  catalogue: count,
  serving: z.record(z.string(), hash),
  refused: z.array(refusal),
  traffic: z.record(z.string(), z.object({ answered: count, failed: count })),
});

/** The fixed description of a plugin's process: its SDL and its hash, versions, the CloudEvents types of the hooks that it fires (core's alone are known), hears and answers, the points that it takes part in, and its settings as JSON Schema. */
export type Release = z.infer<typeof release>;

/**
 * Which release of a plugin was checked last, and the ones before it, newest first. `released` is the last one that somebody published by a
 * command, unlike those that a gateway checks. `url` is where it runs behind a load balancer of its team's own.
 */
export type Publication = z.infer<typeof publication>;

/** The active plugins, and who made them so, why and when. */
export type Activation = z.infer<typeof activation>;

/** Everything that was decided, in one piece: of two who decide at the same time one has to look again. */
export type Catalogue = z.infer<typeof catalogue>;

/**
 * A process of a plugin that runs now, since that many milliseconds after 1970. `key` is the Ed25519 public key (as a JWK
 * has it) of what it asks the graph by itself. One that is leaving is asked no more, and may still ask.
 */
export type Instance = z.infer<typeof instance>;

/** Whether the access of a user, or of all users of an organization, has ended; `version` grows with each change. */
export type Revocation = z.infer<typeof revocation>;

/** The report of a gateway: its URL, the revision of the catalogue that it follows, the hashes of the SDLs, its refusals, and how subgraphs have answered it. */
export type GatewayReport = z.infer<typeof gatewayReport>;

/** The keys of the registry. */
export const keys = {
  catalogue: 'catalogue',
  release: ({ plugin: name, hash: of }: Pick<Release, 'plugin' | 'hash'>) => `release.${name}.${of}`,
  instance: ({ plugin: name, id }: Pick<Instance, 'plugin' | 'id'>) => `instance.${name}.${id}`,
  /** A user's, or the whole organization's. */
  revoked: ({ org, userId }: Pick<Revocation, 'org' | 'userId'>) =>
    userId ? `revoked.${org}.${userId}` : `revoked.${org}`,
  gateway: (id: string) => `gateway.${id}`,
} as const;

/** The schema of what is under a key, by the key's first word. */
export const entrySchemas = {
  release,
  catalogue,
  instance,
  revoked: revocation,
  gateway: gatewayReport,
} as const;

/** Parses the text of an entry; undefined if it is none. */
export function readRevocation(text: string): Revocation | undefined {
  try {
    return revocation.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The hash by which one SDL differs from another. */
export function hashOf(sdl: string): string {
  return digest(sdl.trim());
}

const oldestSdk = [0, 2] as const;

/** True for a plugin whose messages do not name their sender yet, so that nobody receives them. */
export function isTooOld({ sdk }: Pick<Release, 'sdk'>): boolean {
  const [major = 0, minor = 0] = sdk.split('.').map(Number);
  return major === oldestSdk[0] && minor < oldestSdk[1];
}
