import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VaultError } from '../kernel/index.ts';
import type { Plugin } from '../plugin/index.ts';
import { readSupergraphConfig } from '../supergraph/supergraphConfig.ts';

/** Loads the plugin that supergraph.yaml lists under `name`: export `<Name>` of `<Name>.ts` beside its schema file. */
export async function loadPlugin(name: string, supergraphFile: string): Promise<Plugin> {
  const { subgraphs } = readSupergraphConfig(supergraphFile);
  const entry = subgraphs.find((subgraph) => subgraph.name === name);
  if (!entry) {
    const known = subgraphs.map((subgraph) => subgraph.name).join(', ');
    throw new VaultError(
      'PLUGIN_INVALID',
      `${supergraphFile} lists no subgraph "${name}". It lists: ${known}.`,
    );
  }
  const file = join(dirname(entry.schemaFile), `${name}.ts`);
  if (!existsSync(file)) {
    throw new VaultError(
      'PLUGIN_INVALID',
      `${name} has no ${file}. Folder, file and export have the plugin's name.`,
    );
  }
  return exported(await import(file), name, file);
}

function exported(module: Record<string, unknown>, name: string, file: string): Plugin {
  const plugin = module[name] as Plugin | undefined;
  if (plugin?.name === name) return plugin;
  throw new VaultError(
    'PLUGIN_INVALID',
    `${file} does not export "${name}", made by definePlugin({ name: '${name}' }).`,
  );
}
