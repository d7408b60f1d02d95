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
import { findSettingsFaults } from '@nimbusvault/vault';
import { loadPlugin, releaseOf } from '@nimbusvault/runtime';
import { readEnvironment, type Verb } from '@nimbusvault/runtime/process';
import { readSupergraphConfig, settingsIn } from '@nimbusvault/runtime/registry';

/** `nimbus config check|print|schema`: vault-settings.json. */
export const config: Verb = {
  summary: 'Checks vault-settings.json, prints it with secrets hidden, or prints its JSON Schema.',
  usage: 'nimbus config check|print|schema',
  async run(args) {
    const [action, ...more] = parseArgs({ args, allowPositionals: true }).positionals;
    const site = readEnvironment('NIMBUS_SETTINGS', 'NIMBUS_SUPERGRAPH');
    const files = { settingsFile: site.NIMBUS_SETTINGS, supergraphFile: site.NIMBUS_SUPERGRAPH };
    if (more.length > 0) throw misuse();
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
