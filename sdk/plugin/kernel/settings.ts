import { resolve } from 'node:path';
import { z } from 'zod';
import { addresses, baseSettings, limits, outside, registrySettings } from './baseSettings.ts';
import { VaultError } from './errors.ts';
import { nameSections } from './pluginNames.ts';
import { parseSettings, readText } from './settingsText.ts';
import { standInOf, withStandIn } from './standIn.ts';

/** The subgraph that all others extend, and that composes alone. */
export const coreName = 'Core';

/** vault-settings.json, and the names of the plugins that exist. By its path alone, names stand as they are written. */
export type SettingsSource =
  | string
  | { readonly file: string; readonly pluginNames: () => readonly string[] };

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
export function readBaseSettings(source: SettingsSource, env: NodeJS.ProcessEnv = process.env): BaseSettings {
  const file = fileOf(source);
  const { Base } = readSections(source);
  const settings = parseAt(baseSettings, resolveReferences(Base, 'Base', env), `${file}: Base`);
  return { ...settings, vault: settings.vault ?? resolve(file) };
}

/** The names in `Base.active_plugins` alone: the references elsewhere in the file need not resolve. */
export function readActivePlugins(source: SettingsSource): readonly string[] {
  return readPart(source, 'active_plugins', baseSettings.shape.active_plugins);
}

/** The patterns of the URLs at which processes of a plugin may be called: `Base.addresses` alone. */
export function readAddresses(source: SettingsSource): BaseSettings['addresses'] {
  return readPart(source, 'addresses', addresses);
}

/** The hosts of this machine and of private networks that this plugin may call: `Base.outside` alone, and its stand-in. */
export function readOutside(source: SettingsSource, plugin: string): readonly string[] {
  const allowed = readPart(source, 'outside', outside)[plugin] ?? [];
  const standIn = standInOf(plugin, process.env);
  return standIn === undefined ? allowed : [...allowed, new URL(standIn).host];
}

/** The condition under which a release of a plugin counts as checked: `Base.registry.publish` alone. */
export function readPublishing(source: SettingsSource): BaseSettings['registry']['publish'] {
  return readPart(source, 'registry', registrySettings).publish;
}

function readPart<S extends z.ZodType>(source: SettingsSource, part: string, schema: S): z.infer<S> {
  return parseAt(schema, readSections(source).Base[part], `${fileOf(source)}: Base.${part}`);
}

/**
 * Reads the section of one plugin, parsed by its own schema; a missing section is parsed as `{}`. Its `encryptionKeys` are the runtime's.
 * Throws SETTINGS_INVALID, and STAND_IN_REFUSED where it asks for a stand-in that nobody has started.
 */
export function readPluginSettings<S extends z.ZodType>(
  source: SettingsSource,
  plugin: string,
  schema: S,
): z.infer<S> {
  const section = resolveReferences(withoutKeys(readSections(source)[plugin] ?? {}), plugin, process.env);
  return parseAt(schema, withStandIn(section, plugin, process.env), `${fileOf(source)}: ${plugin}`);
}

export function withoutKeys(section: unknown): unknown {
  if (typeof section !== 'object' || section === null || Array.isArray(section)) return section;
  return Object.fromEntries(Object.entries(section).filter(([key]) => key !== encryptionKeysName));
}

/** Returns the whole file, with unresolved references and the plugins' own names. */
export function readSettingsText(source: SettingsSource): Readonly<Record<string, unknown>> {
  return readSections(source);
}

const fileShape = z.looseObject({ Base: z.looseObject({}) });

/** All readers of the settings begin here. */
export function readSections(source: SettingsSource): z.infer<typeof fileShape> {
  const file = fileOf(source);
  const text = readText(file, 'Create it, or point NIMBUS_SETTINGS at it.');
  const written = parseAt(fileShape, parseSettings(text, file), file);
  const { sections, faults } = nameSections(written, pluginNamesOf(source));
  if (faults.length === 0) return sections as z.infer<typeof fileShape>;
  const lines = faults.map(({ path, message }) => `${file}: ${path.join('.')}: ${message}`);
  throw new VaultError('SETTINGS_INVALID', lines.join('\n'));
}

function fileOf(source: SettingsSource): string {
  return typeof source === 'string' ? source : source.file;
}

function pluginNamesOf(source: SettingsSource): () => readonly string[] {
  return typeof source === 'string' ? () => [] : source.pluginNames;
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
