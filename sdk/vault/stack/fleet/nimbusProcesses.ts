import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { encryptionKeyVariable, standInVariable } from '@nimbusvault/sdk/kernel';
import { explainFailure } from './explainFailure.ts';
import { natsUrlOf, type Servers } from './launchServers.ts';
import { addressesIn } from '../ground/addresses.ts';
import { gatewayUser } from '../ground/brokerNames.ts';
import type { PlannedSubgraph } from '../ground/planSubgraphs.ts';
import { isUnused, portOf } from '../ground/ports.ts';
import type { Command } from '../process/command.ts';
import { diesWithParent } from '../process/diesWithParent.ts';
import { runCommand } from '../process/runCommand.ts';
import type { ProcessSpec } from '../process/supervise.ts';
import { wakesWithoutParent } from '../process/wakesWithoutParent.ts';
import { logOf, type Site } from '../ground/site.ts';

const longestPreparationMilliseconds = 120_000;
const notInherited = /^(NIMBUS_.*|(.*_)?DATABASE_URL|NATS_URL|HOST|PORT)$/;

/** The information that the processes of a stack need. */
export interface Ground extends Site, Servers {
  /** Called when a subgraph was planned since the vault started. */
  readonly onPlan: () => void;
  /** Called when a subgraph listens, possibly at another address than before. */
  readonly onPlace: () => void;
}

/** `nimbus-subgraph serve <Name>`, with the runtime role of that subgraph. */
export function subgraphProcess(ground: Ground, subgraph: PlannedSubgraph): ProcessSpec {
  const { name, folder } = subgraph;
  const env = () => ({
    DATABASE_URL: runtimeUrl(ground, name),
    NATS_URL: natsUrlOf(ground, name),
    NIMBUS_ASSERTION_PUBLIC_KEY: ground.secrets.keys.assertionPublic,
    ...encryptionKeyOf(ground, name),
    ...standInOf(subgraph),
  });
  const onPlace = (url: string) => {
    subgraph.url = url;
    ground.onPlace();
  };
  const explain = (log: string) => explainFailure(log, folder);
  return { ...processOf(ground, { name, args: [subgraphBin(), 'serve', name], env, onPlace }), explain };
}

/** The name of the process that stands for a subgraph's outside system. */
export function standInName(subgraph: string): string {
  return `${subgraph} stand-in`;
}

/** `nimbus-subgraph stand-in <Name>`; `onPlace` is called with its address at each start. */
export function standInProcess(
  site: Site,
  { name, folder }: PlannedSubgraph,
  onPlace: (url: string) => void,
): ProcessSpec {
  const args = [subgraphBin(), 'stand-in', name];
  const explain = (log: string) => explainFailure(log, folder);
  return { ...processOf(site, { name: standInName(name), args, env: () => ({}), onPlace }), explain };
}

function standInOf({ name, standIn }: PlannedSubgraph): NodeJS.ProcessEnv {
  return standIn === undefined ? {} : { [standInVariable(name)]: standIn };
}

/** `nimbus-gateway`, with the URL of every subgraph of supergraph.yaml. */
export function gatewayProcess(
  site: Site,
  developmentToken: string | undefined,
  onChange: () => void,
): ProcessSpec {
  const { keys } = site.secrets;
  const env = () => ({
    ...Object.fromEntries(site.subgraphs.map(({ variable, url }) => [variable, url])),
    NATS_URL: natsUrlOf(site, gatewayUser),
    NIMBUS_GATEWAY_STATE: join(site.stateDir, 'gateway.json'),
    NIMBUS_ADDRESSES: addressesIn(site.stateDir),
    NIMBUS_ASSERTION_PRIVATE_KEY: keys.assertionPrivate,
    NIMBUS_IDENTITY_KEY: keys.identityPublic,
    NIMBUS_DEVELOPMENT_TOKEN: developmentToken,
  });
  const onPlace = (url: string) => {
    site.ports.gateway = portOf(url);
    onChange();
  };
  const gateway = { name: 'gateway', args: [gatewayBin()], env, onPlace, port: site.wantedPort };
  return { ...processOf(site, gateway), url: () => gatewayUrlOf(site) };
}

/** The URL of GraphQL. */
export function gatewayUrlOf({ ports }: Site): string {
  return `http://127.0.0.1:${ports.gateway}/graphql`;
}

/** Migrates the schemas of these subgraphs and inserts the development seed. */
export async function prepareSubgraphs(
  ground: Ground,
  names: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const runtimeUrls = names.map((name) => [`${name.toUpperCase()}_DATABASE_URL`, runtimeUrl(ground, name)]);
  const env = {
    ...Object.fromEntries(runtimeUrls),
    ...Object.assign({}, ...names.map((name) => encryptionKeyOf(ground, name))),
    ...Object.assign({}, ...ground.subgraphs.map(standInOf)),
    OWNER_DATABASE_URL: ground.databaseUrl,
    NIMBUS_IDENTITY_KEY: ground.secrets.keys.identityPublic,
  };
  const command = commandOf(ground, [subgraphBin(), 'migrate', '--seed', ...names], env);
  const timeoutMilliseconds = longestPreparationMilliseconds;
  await runCommand(diesWithParent(command, 'SIGKILL'), { timeoutMilliseconds, signal });
}

/** The key of a subgraph's own secrets; one that the caller's environment has is not replaced. */
function encryptionKeyOf({ env, secrets }: Ground, subgraph: string): NodeJS.ProcessEnv {
  const variable = encryptionKeyVariable(subgraph);
  return { [variable]: env[variable] ?? secrets.encryption[subgraph] };
}

/** Returns the database URL of a subgraph's own role, which has only the rights that the subgraph needs. */
export function runtimeUrl({ databaseUrl, secrets }: Ground, subgraph: string): string {
  const url = new URL(databaseUrl);
  url.username = `vault_${subgraph.toLowerCase()}`;
  url.password = secrets.roles[subgraph] ?? '';
  return url.href;
}

const require = createRequire(import.meta.url);
const subgraphBin = () => require.resolve('@nimbusvault/runtime/bin');
const gatewayBin = () => require.resolve('@nimbusvault/gateway/bin');

interface NimbusProcess {
  readonly name: string;
  readonly args: readonly string[];
  /** Read at each start. */
  readonly env: () => NodeJS.ProcessEnv;
  /** Called with the address at which it listens, at each start. */
  readonly onPlace: (url: string) => void;
  /** The configured port; 0, the default, lets the system choose. */
  readonly port?: number;
}

/** A process without a configured port lets the system choose one, and keeps it until another program takes it. */
function processOf(site: Site, { name, args, env, onPlace, port = 0 }: NimbusProcess): ProcessSpec {
  let place = '';
  return {
    name,
    url: () => place,
    logFile: logOf(site, name),
    stopSignal: 'SIGTERM',
    async command() {
      const PORT = String(port || (await keptPort(place)));
      return wakesWithoutParent(commandOf(site, args, { ...env(), PORT }));
    },
    onReady(url) {
      if (place && place !== url)
        site.tell(`${name} is now at ${url}, because another program took its port.`);
      place = url;
      onPlace(url);
    },
  };
}

async function keptPort(place: string): Promise<number> {
  const port = place ? portOf(place) : 0;
  return (await isUnused(port)) ? port : 0;
}

/** The caller's environment, without the variables that the stack sets. */
export function environmentOf({ env }: Pick<Site, 'env'>): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !notInherited.test(name)));
}

function commandOf(site: Site, args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const files = { NIMBUS_SETTINGS: site.settingsFile, NIMBUS_SUPERGRAPH: site.supergraphFile };
  return {
    file: process.execPath,
    args,
    cwd: dirname(site.supergraphFile),
    env: { ...environmentOf(site), HOST: '127.0.0.1', ...files, ...env },
  };
}
