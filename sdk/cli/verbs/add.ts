import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { VaultError, coreName } from '@nimbusvault/sdk/kernel';
import { readEnvironment, type Verb } from '@nimbusvault/runtime/process';
import { growPlugin, type Growth } from '../scaffold/index.ts';
import { writeTypes } from '@nimbusvault/vault';
import { readSupergraphConfig, type SubgraphEntry } from '@nimbusvault/runtime/registry';

const options = { plugin: { type: 'string' }, entity: { type: 'string' } } as const;

/** `nimbus add …`: adds a working part to a plugin. */
export const add: Verb = {
  summary: 'Adds an entity, a hook, a participant, a client, a mutation, a task or a schedule to a plugin.',
  usage: [
    'nimbus add entity <Noun> [--plugin <Name>]',
    '  nimbus add hook <hook> [--plugin <Name>]',
    '  nimbus add participant <point> [--plugin <Name>]',
    '  nimbus add client <System> [--plugin <Name>]',
    '  nimbus add mutation <name> --entity <Noun> [--plugin <Name>]',
    '  nimbus add task <name> --entity <Noun> [--plugin <Name>]',
    '  nimbus add schedule <name> --entity <Noun> [--plugin <Name>]',
  ].join('\n'),
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const [kind, name, ...more] = positionals;
    if (!name || more.length > 0) throw misuse();
    const { NIMBUS_SUPERGRAPH } = readEnvironment('NIMBUS_SUPERGRAPH');
    const plugin = choose(readSupergraphConfig(NIMBUS_SUPERGRAPH).subgraphs, values.plugin);
    const folder = dirname(plugin.schemaFile);
    const grown = growPlugin(plugin.name, folder, growthOf(kind, name, values.entity));
    for (const { path, did } of grown) console.log(`${did}  ${path}`);
    await updateTypes(plugin.name, folder);
    console.error(
      `A running vault serves it now. Elsewhere: nimbus schema ${plugin.name} --out ${plugin.schemaFile}`,
    );
    return 0;
  },
};

/** The part is there in any case: a plugin whose packages are not installed yet gets its types later. */
async function updateTypes(name: string, folder: string): Promise<void> {
  try {
    await writeTypes(folder);
  } catch (error) {
    const { message } = error as Error;
    console.error(`schema.types.ts is not written: ${message}\nWrite it with "nimbus schema ${name}".`);
  }
}

function growthOf(kind: string | undefined, name: string, entity: string | undefined): Growth {
  if (kind === 'entity' || kind === 'hook' || kind === 'participant' || kind === 'client')
    return { kind, name };
  if (kind !== 'mutation' && kind !== 'task' && kind !== 'schedule') throw misuse();
  if (entity) return { kind, name, entity };
  throw new VaultError('BAD_USER_INPUT', `Say whose ${kind} it is, such as --entity Tag.`);
}

/** The named one, or the only one. */
function choose(subgraphs: readonly SubgraphEntry[], name: string | undefined): SubgraphEntry {
  const plugins = subgraphs.filter((subgraph) => subgraph.name !== coreName);
  const [only, ...others] = name === undefined ? plugins : plugins.filter((plugin) => plugin.name === name);
  if (only && others.length === 0) return only;
  const names = plugins.map((plugin) => plugin.name).join(', ');
  throw new VaultError('BAD_USER_INPUT', `Name the plugin to add to: --plugin, with one of ${names}.`);
}

function misuse(): VaultError {
  return new VaultError('BAD_USER_INPUT', `Usage: ${add.usage}`);
}
