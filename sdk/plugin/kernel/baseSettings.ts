import { z } from 'zod';

/** The folder, file, export, settings key and entry in `active_plugins` of a plugin. */
export const pluginNamePattern = /^[A-Z][A-Za-z0-9_]*$/;

const pluginName = z.string().regex(pluginNamePattern, 'must be a plugin name such as "Bookmarks"');
const count = z.int().positive();
const milliseconds = count;

const identitySettings = z
  .strictObject({
    issuer: z.string().min(1),
    audience: z.string().min(1),
    key: z.string().min(1).optional(),
    jwks: z.url().optional(),
  })
  .refine((identity) => (identity.key === undefined) !== (identity.jwks === undefined), {
    message: 'needs either "key" (a public JWK) or "jwks" (the URL of a key set)',
  });

const breakerLimits = z.strictObject({
  requests: count.default(20),
  failureShare: z.number().gt(0).max(1).default(0.5),
  rest: milliseconds.default(30_000),
});

const subgraphLimits = z.strictObject({
  connectTimeout: milliseconds.default(2_000),
  headersTimeout: milliseconds.default(10_000),
  bodyTimeout: milliseconds.default(10_000),
  deadline: milliseconds.default(10_000),
  maxAnswerBytes: count.default(10_000_000),
  breaker: breakerLimits.prefault({}),
});

const rate = (perSecond: number) =>
  z
    .strictObject({
      perSecond: z.number().positive().default(perSecond),
      burst: count.default(2 * perSecond),
    })
    .prefault({});

const rateLimits = z.strictObject({ org: rate(5_000), user: rate(1_000) });

export const limits = z.strictObject({
  bodyBytes: count.default(1_000_000),
  bodyTimeout: milliseconds.default(10_000),
  requestDeadline: milliseconds.default(30_000),
  tokens: count.default(10_000),
  depth: count.default(15),
  aliases: count.default(30),
  rootFields: count.default(20),
  mutations: count.default(5),
  directives: count.default(50),
  recursiveSelections: count.default(2_000),
  checkSteps: count.default(50_000),
  waitingDocuments: count.default(500),
  errors: count.default(10),
  cost: count.default(5_000),
  listSize: count.default(10),
  rate: rateLimits.prefault({}),
  eventLoopDelay: milliseconds.default(1_000),
  inFlight: count.default(10_000),
  subgraph: subgraphLimits.prefault({}),
});

export const registrySettings = z
  .strictObject({ publish: z.enum(['on-start', 'by-command']).default('on-start') })
  .prefault({});

const documentsSettings = z
  .strictObject({ mode: z.enum(['off', 'audit', 'enforce']).default('off') })
  .prefault({});

/** The callers who may read the schema at a gateway without a development token. */
const graphqlSettings = z
  .strictObject({ introspection: z.enum(['admins', 'everyone', 'nobody']).default('admins') })
  .prefault({});

const pattern = z
  .string()
  .regex(
    /^https?:\/\/[^/?#@\s]+\/[^*?#\s]*$/,
    'must be a URL with its path, such as "http://10.1.*.*:4000/graphql"',
  );

export const addresses = z.record(pluginName, z.array(pattern)).default({});

const outsideHost = z
  .string()
  .regex(
    /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(\/\d{1,3})?(:\d{1,5})?$/,
    'must be a host, an address or a range, such as "erp.acme.internal:8443", "10.20.0.0/16" or "[::1]:4010"',
  );

/** The hosts of this machine and of private networks that a plugin may call. */
export const outside = z.record(pluginName, z.array(outsideHost)).default({});

export const baseSettings = z.strictObject({
  vault: z.string().min(1).max(200).optional(),
  active_plugins: z.array(pluginName).refine((names) => new Set(names).size === names.length, {
    message: 'names a plugin twice',
  }),
  identity: identitySettings,
  cors: z.strictObject({ origins: z.array(z.string()) }).default({ origins: [] }),
  limits: limits.prefault({}),
  addresses,
  outside,
  registry: registrySettings,
  documents: documentsSettings,
  graphql: graphqlSettings,
});
