import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  activePlugins,
  clientOperations,
  checkDeletion,
  checkMigrations,
  checkPlugin,
  findStackState,
  openDatabaseToTry,
  subgraphsOf,
  untilConnected,
  type Against,
  type Section,
} from '@nimbusvault/vault';
import { readActivePlugins, coreName } from '@nimbusvault/sdk/kernel';
import { readEnvironment, type Verb } from '@nimbusvault/runtime/process';
import { settingsIn } from '@nimbusvault/runtime/registry';
import { offlineGround, openDeployGround, type OpenedGround } from './deployGround.ts';
import { stateDir } from './stateDir.ts';
import { supergraphAt } from './supergraphAt.ts';
import { describeSections, hasErrors } from './findings.ts';

const options = {
  plugin: { type: 'string' },
  delete: { type: 'string' },
  against: { type: 'string' },
  offline: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** `nimbus check`: the checklist, composition, and the operations that clients would lose. */
export const check: Verb = {
  summary:
    'Checks core and the active plugins, or one plugin, against the checklist and the running vault; --delete reports the losses without a plugin.',
  usage:
    'nimbus check [--plugin <Name>] [--delete <Name>] [--against <file or git ref>] [--offline] [--json]',
  async run(args) {
    const { values } = parseArgs({ args, options });
    await using ground = await openVault(values.offline ?? false);
    const served = subgraphsOf(ground, activePlugins(ground));
    const supergraphSdl = values.against ? supergraphAt(values.against, here(), served) : undefined;
    const against = { ground, operations: await clientOperations(ground), supergraphSdl };
    const sections = values.delete
      ? prefix(values.delete, await checkDeletion(values.delete, against))
      : await checkAll(values.plugin ? [values.plugin] : everyPlugin(), against, ground);
    console.log(values.json ? JSON.stringify({ sections }) : describeSections(sections));
    return hasErrors(sections) ? 1 : 0;
  },
};

async function checkAll(
  names: readonly string[],
  against: Against,
  { isOffline }: Pick<OpenedGround, 'isOffline'>,
): Promise<readonly Section[]> {
  const { NIMBUS_SUPERGRAPH: supergraphFile, NIMBUS_SETTINGS: settingsFile } = here();
  const places = names.map((name) => ({ name, supergraphFile, settingsFile }));
  const all: Section[] = [];
  for (const place of places) all.push(...prefix(place.name, (await checkPlugin(place, against)).sections));
  await using database = await openDatabaseToTry(isOffline ? undefined : findStackState(stateDir()));
  for (const place of places) all.push(...prefix(place.name, [await checkMigrations(place, database.url)]));
  return all;
}

function prefix(name: string, sections: readonly Section[]): readonly Section[] {
  return sections.map(({ title, findings }) => ({ title: `${name}: ${title}`, findings }));
}

function everyPlugin(): readonly string[] {
  const { NIMBUS_SETTINGS, NIMBUS_SUPERGRAPH } = here();
  const active = readActivePlugins(
    settingsIn({ settingsFile: NIMBUS_SETTINGS, supergraphFile: NIMBUS_SUPERGRAPH }),
  );
  const isVault = existsSync(NIMBUS_SUPERGRAPH) && existsSync('core-subgraph');
  return isVault ? [coreName, ...active] : active;
}

function here() {
  return readEnvironment('NIMBUS_SETTINGS', 'NIMBUS_SUPERGRAPH');
}

/** The running vault, or the files alone if none runs. */
async function openVault(isOffline: boolean): Promise<OpenedGround> {
  const ground = isOffline ? offlineGround() : openDeployGround({ orOffline: true });
  if (ground.isOffline) console.error('No vault runs here: the files alone were checked.');
  else await untilConnected(ground);
  return ground;
}
