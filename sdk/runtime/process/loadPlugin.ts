import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { checkTimes } from '../cron/times.ts';
import { readSupergraphConfig } from '../registry/supergraphConfig.ts';
import { placeIn } from './placeIn.ts';

const manifest = z.object({ version: z.string() });

/** The version in the package.json beside a plugin's schema file; undefined if there is none. */
export function pluginVersion(name: string, supergraphFile: string): string | undefined {
  const file = join(pluginFolder(name, supergraphFile), 'package.json');
  if (!existsSync(file)) return undefined;
  return manifest.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data?.version;
}

/** Loads the plugin that supergraph.yaml lists under `name`: export `<Name>` of `<Name>.ts` beside its schema file. Throws PLUGIN_INVALID for a schedule whose times are. */
export async function loadPlugin(name: string, supergraphFile: string): Promise<Plugin> {
  const file = join(pluginFolder(name, supergraphFile), `${name}.ts`);
  if (!existsSync(file)) {
    throw new VaultError(
      'PLUGIN_INVALID',
      `${name} has no ${file}. Folder, file and export have the plugin's name.`,
    );
  }
  const plugin = exported(await importModule(file), name, file);
  checkTimes(plugin);
  return plugin;
}

/** An error of the SDK says where the plugin calls it. */
async function importModule(file: string): Promise<Record<string, unknown>> {
  try {
    return await import(file);
  } catch (error) {
    const place = error instanceof VaultError && placeIn(dirname(file), error.stack ?? '');
    if (!place) throw error;
    throw new VaultError(error.code, `${place}: ${error.message}`, { cause: error });
  }
}

/** Returns the folder of a plugin: its schema file's. Throws PLUGIN_INVALID if supergraph.yaml does not list it. */
export function pluginFolder(name: string, supergraphFile: string): string {
  const { subgraphs } = readSupergraphConfig(supergraphFile);
  const entry = subgraphs.find((subgraph) => subgraph.name === name);
  if (!entry) {
    const known = subgraphs.map((subgraph) => subgraph.name).join(', ');
    throw new VaultError(
      'PLUGIN_INVALID',
      `${supergraphFile} lists no subgraph "${name}". It lists: ${known}.`,
    );
  }
  return dirname(entry.schemaFile);
}

function exported(module: Record<string, unknown>, name: string, file: string): Plugin {
  const plugin = module[name] as Plugin | undefined;
  if (plugin?.name === name) return plugin;
  throw new VaultError(
    'PLUGIN_INVALID',
    `${file} does not export "${name}", made by definePlugin({ name: '${name}' }).`,
  );
}
