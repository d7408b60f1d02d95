import { userInfo } from 'node:os';
import { addressesIn, type DeployGround, findStackState } from '@nimbusvault/vault';
import { emptyRegistry, followRegistry, quietLog } from '@nimbusvault/runtime/registry';
import { readEnvironment } from '@nimbusvault/runtime/process';
import { stateDir } from './stateDir.ts';
import { tell } from './tell.ts';

/** The target of a verb that deploys; the caller closes it. */
export interface OpenedGround extends DeployGround, AsyncDisposable {
  /** True if there is no vault, only files. */
  readonly isOffline: boolean;
}

/** The vault that runs on this machine by "npm start", or else the one in the environment. */
export function openDeployGround({ orOffline = false } = {}): OpenedGround {
  const site = ofStack() ?? (orOffline && !process.env['NATS_URL'] ? undefined : ofEnvironment());
  if (!site) return offlineGround();
  const registry = followRegistry({ natsUrl: site.natsUrl, name: 'nimbus', log: quietLog });
  return { ...site, isOffline: false, registry, tell, [Symbol.asyncDispose]: () => registry.stop() };
}

/** The files here, without a vault. */
export function offlineGround(): OpenedGround {
  const env = readEnvironment('NIMBUS_SETTINGS', 'NIMBUS_SUPERGRAPH');
  return {
    isOffline: true,
    settingsFile: env.NIMBUS_SETTINGS,
    supergraphFile: env.NIMBUS_SUPERGRAPH,
    env: process.env,
    assertionKey: '',
    registry: nowhere,
    tell,
    async [Symbol.asyncDispose]() {},
  };
}

const nowhere: DeployGround['registry'] = {
  registry: emptyRegistry,
  strangers: () => [],
  isConnected: () => false,
  write: async () => false,
  record: async () => {},
  operations: async () => [],
  supergraphs: { find: async () => undefined, keep: async () => {} },
  documents: async () => [],
  trust: async () => 0,
  note: async () => {},
  noted: async () => [],
  report() {},
  stop: async () => {},
};

/** The author, for the audit log. */
export function whoDoesIt(by: string | undefined): string {
  return by ?? userInfo().username;
}

function ofStack() {
  const stack = findStackState(stateDir());
  if (!stack) return undefined;
  const { natsUrl, settingsFile, supergraphFile, subgraphs, keys } = stack;
  const urls = Object.values(subgraphs).map(({ variable, url }) => [variable, url]);
  const env = { ...process.env, ...Object.fromEntries(urls) };
  return {
    natsUrl,
    settingsFile,
    supergraphFile,
    addressesFolder: addressesIn(stateDir()),
    env,
    assertionKey: keys.assertionPrivate,
  };
}

function ofEnvironment() {
  const env = readEnvironment(
    'NATS_URL',
    'NIMBUS_SETTINGS',
    'NIMBUS_SUPERGRAPH',
    'NIMBUS_ADDRESSES',
    'NIMBUS_ASSERTION_PRIVATE_KEY',
  );
  return {
    natsUrl: env.NATS_URL,
    settingsFile: env.NIMBUS_SETTINGS,
    supergraphFile: env.NIMBUS_SUPERGRAPH,
    addressesFolder: env.NIMBUS_ADDRESSES,
    env: process.env,
    assertionKey: env.NIMBUS_ASSERTION_PRIVATE_KEY,
  };
}
