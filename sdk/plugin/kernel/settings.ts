import { resolve } from 'node:path';
import { z } from 'zod';
import { VaultError } from './errors.ts';
import { parseSettings, readText } from './settingsText.ts';
import { standInOf, withStandIn } from './standIn.ts';

/** The subgraph that all others extend, and that composes alone. */
export const coreName = 'Core';

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

const limits = z.strictObject({
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

const registrySettings = z
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

const addresses = z.record(pluginName, z.array(pattern)).default({});

const outsideHost = z
  .string()
  .regex(
    /^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(\/\d{1,3})?(:\d{1,5})?$/,
    'must be a host, an address or a range, such as "erp.acme.internal:8443", "10.20.0.0/16" or "[::1]:4010"',
  );

/** The hosts of this machine and of private networks that a plugin may call. */
const outside = z.record(pluginName, z.array(outsideHost)).default({});

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

/** The settings key of a plugin's encryption keys, beside its own settings. */
export const encryptionKeysName = 'encryptionKeys';

/** The settings of the platform, as JSON Schema. */
export function baseSettingsSchema(): object {
  return z.toJSONSchema(baseSettings, { io: 'input', unrepresentable: 'any' });
}

/** `vault` is the name of the vault: the absolute path of its settings, unless they give another. */
export type BaseSettings = z.infer<typeof baseSettings> & { readonly vault: string };

/** The limits of a gateway whose settings contain none. */
export const defaultLimits: BaseSettings['limits'] = limits.parse({});

/**
 * Reads `Base` of vault-settings.json, resolving `${env.X}` and `${file./path}` references in its strings.
 * Throws SETTINGS_INVALID with the exact path of every fault.
 */
export function readBaseSettings(file: string, env: NodeJS.ProcessEnv = process.env): BaseSettings {
  const { Base } = readSections(file);
  const settings = parseAt(baseSettings, resolveReferences(Base, 'Base', env), `${file}: Base`);
  return { ...settings, vault: settings.vault ?? resolve(file) };
}

/** The names in `Base.active_plugins` alone: the references elsewhere in the file need not resolve. */
export function readActivePlugins(file: string): readonly string[] {
  const { active_plugins } = baseSettings.shape;
  return parseAt(active_plugins, readSections(file).Base['active_plugins'], `${file}: Base.active_plugins`);
}

/** The patterns of the URLs at which processes of a plugin may be called: `Base.addresses` alone. */
export function readAddresses(file: string): BaseSettings['addresses'] {
  return parseAt(addresses, readSections(file).Base['addresses'], `${file}: Base.addresses`);
}

/** The hosts of this machine and of private networks that this plugin may call: `Base.outside` alone, and its stand-in. */
export function readOutside(file: string, plugin: string): readonly string[] {
  const allowed = parseAt(outside, readSections(file).Base['outside'], `${file}: Base.outside`)[plugin] ?? [];
  const standIn = standInOf(plugin, process.env);
  return standIn === undefined ? allowed : [...allowed, new URL(standIn).host];
}

/** The condition under which a release of a plugin counts as checked: `Base.registry.publish` alone. */
export function readPublishing(file: string): BaseSettings['registry']['publish'] {
  return parseAt(registrySettings, readSections(file).Base['registry'], `${file}: Base.registry`).publish;
}

/**
 * Reads the section of one plugin, parsed by its own schema; a missing section is parsed as `{}`. Its `encryptionKeys` are the runtime's.
 * Throws SETTINGS_INVALID, and STAND_IN_REFUSED where it asks for a stand-in that nobody has started.
 */
export function readPluginSettings<S extends z.ZodType>(file: string, plugin: string, schema: S): z.infer<S> {
  const section = resolveReferences(withoutKeys(readSections(file)[plugin] ?? {}), plugin, process.env);
  return parseAt(schema, withStandIn(section, plugin, process.env), `${file}: ${plugin}`);
}

export function withoutKeys(section: unknown): unknown {
  if (typeof section !== 'object' || section === null || Array.isArray(section)) return section;
  return Object.fromEntries(Object.entries(section).filter(([key]) => key !== encryptionKeysName));
}

/** Returns the whole file as written, with unresolved references. */
export function readSettingsText(file: string): Readonly<Record<string, unknown>> {
  return readSections(file);
}

export function readSections(file: string): {
  readonly Base: Record<string, unknown>;
  readonly [plugin: string]: unknown;
} {
  const text = readText(file, 'Create it, or point NIMBUS_SETTINGS at it.');
  return parseAt(z.looseObject({ Base: z.looseObject({}) }), parseSettings(text, file), file);
}

export function parseAt<S extends z.ZodType>(schema: S, value: unknown, where: string): z.infer<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${[where, ...issue.path].join('.')}: ${issue.message}`);
  throw new VaultError('SETTINGS_INVALID', faults.join('\n'), { cause: parsed.error });
}

export function resolveReferences(value: unknown, path: string, env: NodeJS.ProcessEnv): unknown {
  if (typeof value === 'string') return resolveText(value, path, env);
  if (Array.isArray(value))
    return value.map((item, index) => resolveReferences(item, `${path}.${index}`, env));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolveReferences(item, `${path}.${key}`, env)]),
  );
}

function resolveText(text: string, path: string, env: NodeJS.ProcessEnv): string {
  return text.replaceAll(/\$\{(env|file)\.([^}]+)\}/g, (_, kind: string, name: string) =>
    kind === 'env' ? fromEnvironment(name, path, env) : fromFile(name, path),
  );
}

function fromFile(file: string, path: string): string {
  return readText(file, `${path} refers to it.`).trim();
}

function fromEnvironment(name: string, path: string, env: NodeJS.ProcessEnv): string {
  const value = env[name];
  if (value !== undefined) return value;
  throw new VaultError(
    'SETTINGS_INVALID',
    `${path} refers to the environment variable ${name}, which is not set.`,
  );
}
