import type { NatsConnection } from '@nats-io/transport-node';
import {
  buckets,
  VaultError,
  type HostedVault,
  type Operate,
  type Operation,
  type SettingsSource,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import { askPlugins } from './askPlugins.ts';
import type { Broker } from '../broker/broker.ts';
import { requestOperation } from '../operate/requestOperation.ts';
import { openStoreOf } from '../broker/store.ts';
import { followManifests, type Manifests } from '../broker/manifests.ts';
import { openActivePlugins, pluginsUnknown, type ReadActive } from '../registry/activePlugins.ts';

/** The way in which a subgraph asks the others. */
export interface OtherPlugins {
  readonly ask: NonNullable<HostedVault['ask']>;
  readonly operate: Operate;
  /** Returns the active plugins that take part in a point, such as `user-offboarding.v1`; throws if they are unknown. */
  participants(point: string): Promise<readonly string[]>;
  /** Asks through this broker from now on; resolves once the plugins to ask are known. */
  connect(broker: Broker, signal: AbortSignal): Promise<{ readonly ended: Promise<void> }>;
}

interface Site {
  readonly source: SettingsSource;
  readonly log: VaultLog;
}

/** The last connection, and the reading of the active plugins over it. */
interface Reach {
  readonly connection: NatsConnection;
  readonly readActive: ReadActive;
  /** Reads what the plugins have announced. */
  look(): Promise<unknown>;
}

/** Asks, in the name of a plugin, the active plugins that have announced an answer. */
export function createOtherPlugins(plugin: string, { source, log }: Site): OtherPlugins {
  const manifests: Manifests = new Map();
  let reach: Reach | undefined;
  const announced = (word: 'answers' | 'takesPart', type: string): readonly string[] =>
    [...manifests].filter(([, manifest]) => manifest[word].includes(type)).map(([name]) => name);
  const activeOf = (names: readonly string[], active: readonly string[] = names) =>
    names.filter((name) => name === plugin || active.includes(name));
  const everyone = async () => {
    const active = await reach?.readActive().catch(() => [...manifests.keys()]); // a plugin that is down is reported
    return [...new Set([plugin, ...(active ?? [])])];
  };
  return {
    async connect(broker, signal) {
      const { connection } = broker;
      const following = await followManifests(manifests, { broker, log }, signal);
      const store = await openStoreOf(broker, buckets.registry);
      const readActive = openActivePlugins(store, source, log);
      reach = { connection, readActive, look: following.look };
      return following;
    },
    async participants(point) {
      if (!reach || reach.connection.isClosed()) throw pluginsUnknown();
      const active = await lookAt(reach, manifests);
      return activeOf(announced('takesPart', point), active);
    },
    async ask(question, vault) {
      if (!reach) throw pluginsUnknown();
      const { connection, readActive } = reach;
      if (connection.isClosed()) return [{ plugin, fault: 'cannot reach the other plugins' }];
      const answering = announced('answers', question.type);
      const plugins = answering.length === 0 ? [] : activeOf(answering, await readActive());
      return plugins.length === 0 ? [] : askPlugins(question, { connection, plugins }, vault);
    },
    async operate(operation, vault, only) {
      const plugins = only === undefined ? await everyone() : [only];
      const areAbsent = only !== plugin && (await isAbsent(only, { operation, reach, manifests }));
      return requestOperation(operation, { connection: reach?.connection, plugins, areAbsent }, vault);
    },
  };
}

interface Known {
  readonly operation: Operation;
  readonly reach: Reach | undefined;
  readonly manifests: Manifests;
}

/** A plugin that is not active may run, and have runs and dead letters; there is nothing to turn on or off. */
async function isAbsent(name: string | undefined, { operation, reach, manifests }: Known): Promise<boolean> {
  if (name === undefined) return false;
  const active = await reach?.readActive().catch(() => undefined);
  if (!active || active.includes(name)) return false;
  return !manifests.has(name) || operation.verb === 'turn-on' || operation.verb === 'turn-off';
}

/** The active plugins, once everything that they have announced up to now is known: none may be left out. */
async function lookAt(
  { readActive, look }: Reach,
  manifests: Manifests,
): Promise<readonly string[] | undefined> {
  const active = await readActive();
  await look().catch((cause: unknown) => {
    throw pluginsUnknown(cause);
  });
  refuseUnheard(active ?? [], manifests);
  return active;
}

/** No plugin may be skipped only because it has not announced itself. */
function refuseUnheard(active: readonly string[], manifests: Manifests): void {
  const unheard = active.filter((name) => !manifests.has(name));
  if (unheard.length === 0) return;
  throw new VaultError(
    'STEP_FAILED',
    `${unheard.join(', ')} is active, but has not announced its parts yet. Start it, or deactivate it.`,
  );
}
