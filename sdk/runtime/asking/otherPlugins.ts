import type { NatsConnection } from '@nats-io/transport-node';
import {
  readActivePlugins,
  VaultError,
  type HostedVault,
  type Operate,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import { askPlugins } from './askPlugins.ts';
import type { Broker } from '../broker/broker.ts';
import { requestOperation } from '../operate/requestOperation.ts';
import { followManifests, type Manifests } from '../broker/manifests.ts';

/** The way in which a subgraph asks the others. */
export interface OtherPlugins {
  readonly ask: NonNullable<HostedVault['ask']>;
  readonly operate: Operate;
  /** Returns the active plugins that take part in a point, such as `user-offboarding.v1`; throws if they are unknown. */
  participants(point: string): readonly string[];
  /** Asks through this broker from now on; resolves once the plugins to ask are known. */
  connect(broker: Broker, signal: AbortSignal): Promise<{ readonly ended: Promise<void> }>;
}

/** Asks, in the name of a plugin, the active plugins that have announced an answer. */
export function createOtherPlugins(plugin: string, settingsFile: string, log: VaultLog): OtherPlugins {
  const manifests: Manifests = new Map();
  let connection: NatsConnection | undefined;
  const whoSay = (word: 'answers' | 'takesPart', type: string): readonly string[] => {
    const announced = [...manifests]
      .filter(([, manifest]) => manifest[word].includes(type))
      .map(([name]) => name);
    if (announced.length === 0) return [];
    const active = activePlugins(settingsFile, log) ?? announced;
    return announced.filter((name) => name === plugin || active.includes(name));
  };
  return {
    async connect(broker, signal) {
      const following = await followManifests(manifests, { broker, log }, signal);
      connection = broker.connection;
      return following;
    },
    participants(point) {
      if (!connection || connection.isClosed())
        throw new VaultError('STEP_FAILED', `${plugin} cannot reach the other plugins.`);
      refuseUnheard(activePlugins(settingsFile, log) ?? [], manifests);
      return whoSay('takesPart', point);
    },
    async ask(question, vault) {
      if (!connection || connection.isClosed()) return [{ plugin, fault: 'cannot reach the other plugins' }];
      const plugins = whoSay('answers', question.type);
      return plugins.length === 0 ? [] : askPlugins(question, { connection, plugins }, vault);
    },
    async operate(operation, vault, only) {
      const plugins = only === undefined ? everyone(plugin, activePlugins(settingsFile, log)) : [only];
      return requestOperation(operation, { connection, plugins }, vault);
    },
  };
}

/** No plugin may be skipped only because it has not announced itself. */
function refuseUnheard(active: readonly string[], manifests: Manifests): void {
  const unheard = active.filter((name) => !manifests.has(name));
  if (unheard.length === 0) return;
  const advice = 'Start it, or remove it from active_plugins.';
  throw new VaultError(
    'STEP_FAILED',
    `${unheard.join(', ')} is active, but has not announced its parts yet. ${advice}`,
  );
}

const everyone = (plugin: string, active: readonly string[] = []) => [...new Set([plugin, ...active])];

/** A deactivated plugin is no longer asked; if the settings cannot be read, none counts as deactivated. */
function activePlugins(settingsFile: string, log: VaultLog): readonly string[] | undefined {
  try {
    return readActivePlugins(settingsFile);
  } catch (error) {
    log.debug({ err: error }, 'which plugins are active is not known; all that answer are asked');
    return undefined;
  }
}
