import { createHmac } from 'node:crypto';
import { readSettingsText, VaultError } from '@nimbusvault/sdk/kernel';
import { settingsIn } from '@nimbusvault/runtime/registry';
import { openDeployGround } from './deployGround.ts';
import { openFleet } from './fleet/fleet.ts';
import type { Ground } from './fleet/nimbusProcesses.ts';
import { openAddresses, type Addresses } from './ground/addresses.ts';
import { planSubgraphs } from './ground/planSubgraphs.ts';
import { followSources } from './reload/followSources.ts';
import { openRoster, type Roster } from './fleet/roster.ts';
import { openSettingsChanges } from './fleet/settingsChanges.ts';
import { watchSettings } from './fleet/watchSettings.ts';
import type { Site } from './ground/site.ts';
import { keepSecrets } from './ground/secrets.ts';
import type { StackState } from './ground/stackState.ts';
import { openStateFolder } from './ground/stateFolder.ts';

/** A plugin in its own repository, in a vault that runs on this machine. */
interface GuestOptions {
  readonly name: string;
  readonly vault: StackState;
  /** The folder of the vault. */
  readonly vaultDir: string;
  /** The folder of the repository; it stores logs in `.nimbus`. */
  readonly stateDir: string;
  readonly settingsFile: string;
  readonly supergraphFile: string;
  readonly tell: (line: string) => void;
}

/** Migrates and starts a plugin on the servers of a vault, and restarts it when its code is saved. Throws STACK_FAILED if it does not start. */
export async function startGuest(options: GuestOptions): Promise<{ stop(): Promise<void> }> {
  const { name, tell } = options;
  const folder = await openStateFolder(options.stateDir);
  const over = new AbortController();
  const fleet = openFleet(tell);
  const addresses = openAddresses(options.vaultDir);
  const ground = await groundOf(options, folder.path, addresses);
  const deploy = openDeployGround(ground, over.signal);
  const stop = async () => {
    over.abort();
    await fleet.stop();
    addresses.close();
    folder.close();
  };
  const roster = openRoster(ground, fleet, over.signal);
  await roster.admit([name]);
  if (!fleet.has(name) || fleet.find(name).status !== 'ready') {
    await stop();
    throw new VaultError('STACK_FAILED', `${name} does not start; its log is in ${folder.path}/logs.`);
  }
  void followSources(ground, { roster, deploy }, over.signal);
  const unfollow = followOwnSettings(ground, name, roster);
  over.signal.addEventListener('abort', unfollow, { once: true });
  return { stop };
}

function followOwnSettings(site: Site, name: string, roster: Roster): () => void {
  const changes = openSettingsChanges(site, (read) => readSettingsText(settingsIn(read)));
  return watchSettings(site, async () => {
    if ((await changes.take())?.has(name)) await roster.reconfigure(name);
  });
}

/** The same for all guests of a vault, and the vault's own if it knows the plugin: a role has one password, and each start sets it. */
function passwordOf(name: string, { subgraphs, keys }: StackState): string {
  const known = subgraphs[name];
  if (known) return decodeURIComponent(new URL(known.databaseUrl).password);
  return createHmac('sha256', keys.assertionPrivate).update(`database role of ${name}`).digest('base64url');
}

async function groundOf(options: GuestOptions, stateDir: string, addresses: Addresses): Promise<Ground> {
  const { vault, settingsFile, supergraphFile, tell } = options;
  const subgraphs = planSubgraphs(supergraphFile);
  const names = subgraphs.map(({ name }) => name);
  const own = keepSecrets(stateDir, names);
  const roles = Object.fromEntries(names.map((name) => [name, passwordOf(name, vault)]));
  return {
    stateDir,
    settingsFile,
    supergraphFile,
    subgraphs,
    tell,
    env: { ...process.env, NATS_URL: vault.natsUrl },
    secrets: { ...own, roles, keys: vault.keys },
    ports: { nats: 0, gateway: 0 },
    wantedPort: 0,
    databaseUrl: vault.databaseUrl,
    natsUrl: vault.natsUrl,
    onPlan() {},
    onPlace: () => addresses.say(subgraphs.filter(({ name }) => name === options.name)),
    close() {},
  };
}
