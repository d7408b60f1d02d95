import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { VaultError, type SettingsSource } from '@nimbusvault/sdk/kernel';

const configFile = z.object({
  federation_version: z.union([z.string(), z.number()]).transform(String).optional(),
  subgraphs: z.record(
    z.string().min(1),
    z.object({
      routing_url: z.string().optional(),
      schema: z.object({ file: z.string().min(1) }),
    }),
  ),
});

/** A subgraph that can run; `routingUrl` is undefined where the environment does not say where it runs. */
export interface SubgraphEntry {
  readonly name: string;
  readonly routingUrl: string | undefined;
  readonly schemaFile: string;
}

export interface SupergraphConfig {
  readonly federationVersion: string | undefined;
  readonly subgraphs: readonly SubgraphEntry[];
}

/** Reads a supergraph.yaml in rover's format; schema files are resolved against its folder. Throws SETTINGS_INVALID. */
export function readSupergraphConfig(file: string, env: NodeJS.ProcessEnv = process.env): SupergraphConfig {
  const parsed = configFile.safeParse(parseYaml(file));
  if (!parsed.success) throw invalidConfig(file, parsed.error);
  const subgraphs = Object.entries(parsed.data.subgraphs).map(([name, { routing_url, schema }]) => ({
    name,
    routingUrl: expandEnvironment(routing_url, env),
    schemaFile: resolve(dirname(file), schema.file),
  }));
  return { federationVersion: parsed.data.federation_version, subgraphs };
}

/** The settings of a vault whose supergraph.yaml lists the plugins that exist. */
export function settingsIn({
  settingsFile,
  supergraphFile,
}: {
  readonly settingsFile: string;
  readonly supergraphFile?: string | undefined;
}): SettingsSource {
  if (supergraphFile === undefined) return settingsFile;
  const pluginNames = () => readSupergraphConfig(supergraphFile).subgraphs.map(({ name }) => name);
  return { file: settingsFile, pluginNames };
}

/** A vault looks at its file again and again, and 200 entries take the parser 20 ms. */
let latest: { readonly text: string; readonly value: unknown } = { text: '', value: null };

function parseYaml(file: string): unknown {
  try {
    const text = readFileSync(file, 'utf8');
    if (text !== latest.text) latest = { text, value: parse(text) };
    return latest.value;
  } catch (cause) {
    throw new VaultError('SETTINGS_INVALID', `${file} cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function invalidConfig(file: string, error: z.ZodError): VaultError {
  const faults = error.issues.map((issue) => `${file}: ${issue.path.join('.')}: ${issue.message}`);
  return new VaultError('SETTINGS_INVALID', faults.join('\n'), { cause: error });
}

function expandEnvironment(text: string | undefined, env: NodeJS.ProcessEnv): string | undefined {
  const names = [...(text ?? '').matchAll(/\$\{env\.([^}]+)\}/g)].map(([, name]) => name ?? '');
  if (names.some((name) => !env[name])) return undefined;
  return text?.replaceAll(/\$\{env\.([^}]+)\}/g, (_, name: string) => env[name] ?? '');
}
