import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { hideSecrets, literalsIn } from '@nimbusvault/vault/check';
import {
  baseSettingsSchema,
  encryptionKeysName,
  encryptionKeysSchema,
  readSettingsText,
  VaultError,
} from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { findSettingsFaults, importSettings } from '@nimbusvault/vault';
import { loadPlugin, releaseOf } from '@nimbusvault/runtime';
import { readEnvironment, type Verb, writeOutput } from '@nimbusvault/runtime/process';
import { readSupergraphConfig, settingsIn } from '@nimbusvault/runtime/registry';

const options = { out: { type: 'string' }, force: { type: 'boolean' } } as const;

/** `nimbus config check|print|schema|import`: vault-settings.json. */
export const config: Verb = {
  summary:
    'Checks vault-settings.json, prints it with secrets hidden, prints its JSON Schema, or makes it of the settings of the old system.',
  usage: 'nimbus config check|print|schema|import <OLD.json> [--out <file> [--force]]',
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const [action, ...more] = positionals;
    const site = readEnvironment('NIMBUS_SETTINGS', 'NIMBUS_SUPERGRAPH');
    const files = { settingsFile: site.NIMBUS_SETTINGS, supergraphFile: site.NIMBUS_SUPERGRAPH };
    if (action === 'import') return importOld(more, files.supergraphFile, values);
    if (more.length > 0 || values.out !== undefined || values.force) throw misuse();
    if (action === 'print') return print(hideSecrets(readSettingsText(settingsIn(files))));
    if (action === 'schema') return print(await schemaOf(files.supergraphFile));
    if (action === 'check') return check(files);
    throw misuse();
  },
};

interface Files {
  readonly settingsFile: string;
  readonly supergraphFile: string;
}

interface Target {
  readonly out?: string | undefined;
  readonly force?: boolean | undefined;
}

async function importOld(names: readonly string[], supergraphFile: string, { out, force }: Target) {
  const [old, ...more] = names;
  if (old === undefined || more.length > 0 || (force && out === undefined)) throw misuse();
  if (out !== undefined && existsSync(out) && !force)
    throw new VaultError(
      'BAD_USER_INPUT',
      `${out} exists already. Name another file, or replace it with --force.`,
    );
  const { settings, notes } = await importSettings(old, supergraphFile);
  writeOutput(`${JSON.stringify(settings, null, 2)}\n`, out);
  for (const note of notes) console.error(note);
  console.error(notes.length === 0 ? 'Everything is carried over.' : `${notes.length} to look at.`);
  return 0;
}

async function check(files: Files): Promise<number> {
  const faults = [...(await findSettingsFaults(files)), ...literalSecrets(files)];
  for (const fault of faults) console.log(fault);
  console.error(faults.length === 0 ? `${files.settingsFile} is well.` : `${faults.length} to mend.`);
  return faults.length === 0 ? 0 : 1;
}

function literalSecrets(files: Files): readonly string[] {
  const { settingsFile: file } = files;
  return literalsIn(readSettingsText(settingsIn(files)), '').map(
    (path) => `${file}: ${path} contains a secret. Refer to it: \${env.NAME} or \${file./run/secrets/name}.`,
  );
}

/** The settings of the platform and of every listed plugin. */
async function schemaOf(supergraphFile: string): Promise<object> {
  const { subgraphs } = readSupergraphConfig(supergraphFile);
  const plugins = await Promise.all(subgraphs.map(({ name }) => loadPlugin(name, supergraphFile)));
  const sections = plugins.map((plugin) => [plugin.name, sectionOf(plugin)] as const);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    required: ['Base'],
    properties: { Base: baseSettingsSchema(), ...Object.fromEntries(sections) },
  };
}

/** The plugin's own settings, and the keys of its secrets, which the runtime reads. */
function sectionOf(plugin: Plugin): unknown {
  const own = releaseOf(plugin, '').settings as { readonly properties?: object };
  if (!plugin.organizationSettings?.fields.some(({ isSecret }) => isSecret)) return own;
  return { ...own, properties: { ...own.properties, [encryptionKeysName]: encryptionKeysSchema() } };
}

function print(value: unknown): number {
  console.log(JSON.stringify(value, null, 2));
  return 0;
}

function misuse(): VaultError {
  return new VaultError('BAD_USER_INPUT', `Usage: ${config.usage}`);
}
