import { coreName, VaultError } from '@nimbusvault/sdk/kernel';
import { activateAll } from '../deploy/activateAll.ts';
import type { DeployGround } from '../deploy/ground.ts';
import { openDeployGround, untilGatewayFollows } from './deployGround.ts';
import { developmentToken } from './developmentToken.ts';
import { during } from './fleet/during.ts';
import { openFleet, type Fleet } from './fleet/fleet.ts';
import { followSettings } from './fleet/followSettings.ts';
import { describeFaults, findSettingsFaults } from './fleet/settingsChanges.ts';
import { admitToBroker, launchNats, launchPostgres } from './fleet/launchServers.ts';
import { gatewayProcess, gatewayUrlOf, runtimeUrl, type Ground } from './fleet/nimbusProcesses.ts';
import type { ProcessStatus } from './process/supervise.ts';
import { openRoster } from './fleet/roster.ts';
import { settingsOf } from './ground/settingsOf.ts';
import { openSite, type Site, type StackOptions } from './ground/site.ts';
import { watchDisk } from './ground/watchDisk.ts';
import { together } from './fleet/together.ts';
import { followSources } from './reload/followSources.ts';
import { openAddresses, type Addresses } from './ground/addresses.ts';
import { untilGatewayReaches } from './untilGatewayReaches.ts';
import { removeStackState, writeStackState, type StackState } from './ground/stackState.ts';

const whoStarts = { by: 'nimbus start', why: 'vault-settings.json lists them' };

/** One process of a stack. */
interface StackProcess {
  readonly name: string;
  readonly pid: number | undefined;
  readonly status: ProcessStatus;
  readonly url: string;
}

/** A whole running vault: PostgreSQL, NATS, core, the active plugins and the gateway. */
export interface Stack {
  readonly stateDir: string;
  /** The URL of GraphQL: `http://127.0.0.1:4000/graphql`. */
  readonly gatewayUrl: string;
  /** The database, as its owner. */
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** A token for ada@acme; undefined if the settings trust another key than this stack's. */
  readonly developmentToken: string | undefined;
  processes(): readonly StackProcess[];
  /** Stops a process until `startProcess`, to simulate an outage. */
  stopProcess(name: string): Promise<void>;
  startProcess(name: string): Promise<void>;
  /** Stops everything. */
  stop(): Promise<void>;
}

/**
 * Starts a whole vault, resolves when all of it is ready, and keeps it alive. Throws STACK_FAILED or SETTINGS_INVALID
 * with the step that failed, and then leaves nothing behind.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const site = await openSite(options);
  const addresses = openAddresses(site.stateDir);
  const fleet = openFleet(site.tell);
  const over = new AbortController();
  const stop = async () => {
    over.abort();
    await fleet.stop();
    removeStackState(site.stateDir);
    addresses.close();
    site.close();
  };
  const giveUp = () => void stop();
  options.signal?.addEventListener('abort', giveUp, { once: true });
  try {
    options.signal?.throwIfAborted();
    return Object.assign(await bringUp({ site, fleet, addresses }, over.signal), { stop });
  } catch (error) {
    await stop();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
}

interface Begun {
  readonly site: Site;
  readonly fleet: Fleet;
  readonly addresses: Addresses;
}

async function bringUp({ site, fleet, addresses }: Begun, signal: AbortSignal): Promise<Omit<Stack, 'stop'>> {
  const token = await developmentToken(site).catch((error: unknown) => withAllFaults(error, site));
  const state = openState(site);
  watchDisk(site.stateDir, site.tell, signal);
  const gateway = gatewayProcess(site, token, state.changed);
  const natsUrl = await launchNats(site, fleet, signal);
  const deploy = openDeployGround(site, signal);
  const [ground] = await together(signal, [
    (over) => startSubgraphs({ site, fleet, addresses, deploy, natsUrl, state }, over),
    (over) => during('Starting the gateway', () => fleet.launch(gateway, over)),
  ]);
  await during('Composing the graph', () => untilGatewayFollows(deploy));
  await untilGatewayReaches(gateway.url());
  state.isOf(ground);
  return {
    stateDir: site.stateDir,
    get gatewayUrl() {
      return gateway.url();
    },
    databaseUrl: ground.databaseUrl,
    natsUrl: ground.natsUrl,
    developmentToken: token,
    processes: () => fleet.all().map(({ name, pid, status, url }) => ({ name, pid, status, url })),
    stopProcess: (name) => fleet.find(name).stop(),
    async startProcess(name) {
      await fleet.find(name).start();
      await untilGatewayReaches(gateway.url());
    },
  };
}

/** A reader of the settings stops at its first fault. */
async function withAllFaults(error: unknown, site: Site): Promise<never> {
  if (!(error instanceof VaultError) || error.code !== 'SETTINGS_INVALID') throw error;
  const faults = await findSettingsFaults(site);
  throw faults.length > 0 ? new VaultError('SETTINGS_INVALID', faults.join('\n')) : error;
}

interface Parts extends Begun {
  readonly deploy: DeployGround;
  readonly natsUrl: string;
  readonly state: StateFile;
}

/** The plugins in the settings at the start of the vault are active, whether they start well or not. */
async function startSubgraphs(
  { site, fleet, addresses, deploy, natsUrl, state }: Parts,
  signal: AbortSignal,
): Promise<Ground> {
  const wanted = settingsOf(site).active_plugins;
  const starting = launchPostgres(site, fleet, signal).then(async (databaseUrl) => {
    const ground: Ground = {
      ...site,
      databaseUrl,
      natsUrl,
      onPlan() {
        state.changed();
        admitToBroker(site, fleet);
      },
      onPlace() {
        addresses.say(site.subgraphs);
        state.changed();
      },
    };
    const roster = openRoster(ground, fleet, signal);
    await during('Starting the subgraphs', () => roster.admit([coreName, ...wanted]));
    if (wanted.some((name) => !fleet.has(name))) await tellFaults(site);
    await during('Activating the plugins', () => activateAll(wanted, deploy, whoStarts));
    return { ground, roster, deploy, restartGateway: () => restartGateway(site, fleet) };
  });
  const unfollow = followSettings(site, starting);
  signal.addEventListener('abort', unfollow, { once: true });
  const started = await starting;
  void followSources(site, started, signal);
  return started.ground;
}

/** A plugin that does not start tells its first fault; the settings may have more. */
async function tellFaults(site: Site): Promise<void> {
  const faults = await findSettingsFaults(site);
  if (faults.length > 0) site.tell(describeFaults(site, faults));
}

async function restartGateway({ tell }: Site, fleet: Fleet): Promise<void> {
  const gateway = fleet.find('gateway');
  await gateway.stop();
  await gateway.start();
  tell('gateway runs the saved settings.');
}

/** stack.json: written when the vault is up, and whenever an address changes afterwards. */
interface StateFile {
  isOf(ground: Ground): void;
  changed(): void;
}

function openState({ stateDir, tell }: Site): StateFile {
  let up: Ground | undefined;
  const changed = () => {
    try {
      if (up) writeStackState(stateDir, stateOf(up));
    } catch (error) {
      tell(`stack.json is out of date, because it cannot be written: ${(error as Error).message}`);
    }
  };
  return {
    isOf(ground) {
      up = ground;
      changed();
    },
    changed,
  };
}

function stateOf(ground: Ground): StackState {
  const { databaseUrl, natsUrl, settingsFile, supergraphFile, secrets } = ground;
  const subgraphs = ground.subgraphs.map(({ name, url, variable }) => [
    name,
    { url, variable, databaseUrl: runtimeUrl(ground, name) },
  ]);
  return {
    pid: process.pid,
    gatewayUrl: gatewayUrlOf(ground),
    databaseUrl,
    natsUrl,
    subgraphs: Object.fromEntries(subgraphs),
    settingsFile,
    supergraphFile,
    keys: secrets.keys,
  };
}
