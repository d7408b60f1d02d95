import { loadPlugin, pluginFolder, rehearseMigrations } from '@nimbusvault/runtime';
import type { Finding } from '../check/index.ts';
import type { PluginPlace, Section } from './checkPlugin.ts';

/**
 * Tries the migrations of a plugin on a database, as its owner, without a trace; compares them with the entities, and with what ran
 * there. A plugin that cannot be loaded is the finding of another section.
 */
export async function checkMigrations(place: PluginPlace, ownerUrl: string): Promise<Section> {
  return { title: 'Migrations and entities', findings: await findings(place, ownerUrl) };
}

async function findings(
  { name, supergraphFile }: PluginPlace,
  ownerUrl: string,
): Promise<readonly Finding[]> {
  const plugin = await loadPlugin(name, supergraphFile).catch(() => undefined);
  if (!plugin) return [];
  const faults = await rehearseMigrations({ plugin, folder: pluginFolder(name, supergraphFile) }, ownerUrl);
  return faults.map((fault) => ({ severity: 'error', ...fault }));
}
