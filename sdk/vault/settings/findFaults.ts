import {
  coreName,
  faultsOfBase,
  faultsOfPlugin,
  nameSections,
  parseSettings,
  readText,
  VaultError,
  type SettingsFault,
} from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { loadPlugin } from '@nimbusvault/runtime';
import { readSupergraphConfig } from '@nimbusvault/runtime/registry';
import { lineOf } from './lineOf.ts';

/** The files of a vault that its settings are checked by. */
export interface SettingsFiles {
  readonly settingsFile: string;
  readonly supergraphFile: string;
}

/** Every fault of vault-settings.json for the platform, core and the active plugins whose code is here, each with its line and path. */
export async function findFaults(
  { settingsFile, supergraphFile }: SettingsFiles,
  env: NodeJS.ProcessEnv = process.env,
): Promise<readonly string[]> {
  try {
    const text = readText(settingsFile, 'Create it, or point NIMBUS_SETTINGS at it.');
    const parsed = Object(parseSettings(text, settingsFile)) as Readonly<Record<string, unknown>>;
    const pluginNames = () => readSupergraphConfig(supergraphFile).subgraphs.map(({ name }) => name);
    const { sections, written, faults: names } = nameSections(parsed, pluginNames);
    const base = faultsOfBase(sections['Base'], env);
    const plugins = await Promise.all(
      namesIn(sections, supergraphFile).map(async (name) =>
        faultsOfPlugin(sections[name], described(await loadPlugin(name, supergraphFile)), env),
      ),
    );
    return [...names, ...base, ...plugins.flat()].map((fault) =>
      inFile(asWritten(fault, written), text, settingsFile),
    );
  } catch (error) {
    if (error instanceof VaultError) return error.message.split('\n');
    throw error;
  }
}

function namesIn({ Base }: Readonly<Record<string, unknown>>, supergraphFile: string): readonly string[] {
  const { active_plugins: active } = Object(Base) as { readonly active_plugins?: unknown };
  const names = [coreName, ...(Array.isArray(active) ? (active as unknown[]) : [])];
  return readSupergraphConfig(supergraphFile)
    .subgraphs.map(({ name }) => name)
    .filter((name) => names.includes(name));
}

/** The facts about a plugin by which its section is judged. */
export function described({ name, settings, organizationSettings, standIn }: Plugin) {
  const hasSecrets = organizationSettings?.fields.some(({ isSecret }) => isSecret) ?? false;
  return { name, settings, hasSecrets, hasStandIn: standIn !== undefined };
}

function asWritten({ path, message }: SettingsFault, written: ReadonlyMap<string, string>): SettingsFault {
  const [section = '', ...rest] = path;
  return { path: [written.get(section) ?? section, ...rest], message };
}

function inFile({ path, message }: SettingsFault, text: string, file: string): string {
  const line = lineOf(path, text);
  const words = message.startsWith(path.join('.')) ? message : `${path.join('.')}: ${message}`;
  return `${file}:${line}: ${words}`;
}
