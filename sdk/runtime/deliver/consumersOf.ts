import {
  defaultRetry,
  isAnswer,
  type HookHandler,
  type InTransaction,
  type RetryPolicy,
  type Plugin,
  type TaskMeans,
} from '@nimbusvault/sdk/internal';
import {
  catchUpConsumer,
  hasCapability,
  ownerOfHook,
  streams,
  subjects,
  type AuditLog,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import type { ConsumerOptions } from './consumer.ts';
import { deliveriesIn, type Database } from '../database/database.ts';
import { deliverHooks } from './deliverHooks.ts';
import { createSchedules } from '../database/createSchedules.ts';
import { deliverReplies } from './deliverReplies.ts';
import { deliverReports } from './deliverReports.ts';
import { deliverSteps } from './deliverSteps.ts';
import { deliverTasks } from './deliverTasks.ts';
import type { InFlightMessages } from './inFlightMessages.ts';

/** The messages in flight, by kind. */
export interface AllInFlight {
  readonly hooks: InFlightMessages;
  readonly tasks: InFlightMessages;
  readonly steps: InFlightMessages;
  readonly replies: InFlightMessages;
  readonly reports: InFlightMessages;
}

/** The dependencies of a plugin's deliveries. */
interface Means {
  readonly plugin: Plugin;
  readonly database: Database;
  readonly inFlight: AllInFlight;
  readonly retry?: RetryPolicy;
  readonly log: VaultLog;
}

/** A consumer for each kind of message that the plugin receives; none for the others. */
export async function consumersOf(means: Means, stopping: AbortSignal): Promise<readonly Kind[]> {
  const { plugin, database, log } = means;
  const since = await database.since();
  const equipped: Equipped = { ...means, since, inTransaction: deliveriesIn(database, log), stopping };
  const handlers = plugin.hooks.filter((handler): handler is HookHandler => !isAnswer(handler));
  const kinds = [
    handlers.length > 0 && hooksOf(equipped, handlers),
    ...handlers.filter(beginsWithOldest).map((handler) => catchUpOf(equipped, handler)),
    plugin.tasks.length > 0 && tasksOf(equipped),
    plugin.takesPart.length > 0 && stepsOf(equipped),
    asksOthers(plugin) && repliesOf(equipped),
    ...(plugin.audit && hasCapability(plugin, 'hear-reports') ? await reportsOf(equipped, plugin.audit) : []),
  ];
  return kinds.filter((kind) => kind !== false);
}

interface Equipped extends Means {
  readonly since: Date;
  readonly inTransaction: InTransaction;
  readonly stopping: AbortSignal;
}

/** A consumer without its connection. */
type Kind = Omit<ConsumerOptions, 'broker' | 'make' | 'onThere' | 'log'>;

const beginsWithOldest = ({ from }: HookHandler) => from === 'oldest';

function hooksOf(equipped: Equipped, all: readonly HookHandler[]): Kind {
  const { plugin, inFlight, since, retry = defaultRetry } = equipped;
  const handlers = all.filter((handler) => !beginsWithOldest(handler));
  return {
    stream: streams.hooks.name,
    kind: 'hook',
    durable: plugin.name,
    filter: subjects.allHooks,
    since,
    inFlight: inFlight.hooks,
    deliver: deliverHooks({ ...equipped, plugin: plugin.name, handlers, replayed: all, retry }),
  };
}

/** A handler that begins with the oldest message has its own consumer, created with the handler, whatever the plugin has received before. */
function catchUpOf(equipped: Equipped, handler: HookHandler): Kind {
  const { plugin, inFlight, retry = defaultRetry } = equipped;
  const only = { plugin: plugin.name, handlers: [handler], since: new Date(0), retry };
  return {
    stream: streams.hooks.name,
    kind: 'hook',
    durable: catchUpConsumer(plugin.name, handler.name),
    filter: handler.hook
      ? subjects.hookOfAnyOrg(ownerOfHook(handler.hook, plugin.name), handler.hook.name)
      : subjects.allHooks,
    inFlight: inFlight.hooks,
    deliver: deliverHooks({ ...equipped, ...only }),
  };
}

function tasksOf({
  plugin,
  database,
  inFlight,
  inTransaction,
  retry = defaultRetry,
  stopping,
  log,
}: Equipped): Kind {
  const openVault: TaskMeans['openVault'] = ({ tenant, requestId }) =>
    database.vaultFor(tenant, { requestId, log });
  return {
    stream: streams.tasks.name,
    kind: 'task',
    durable: plugin.name,
    filter: subjects.tasksOf(plugin.name),
    inFlight: inFlight.tasks,
    deliver: deliverTasks(plugin.tasks, { inTransaction, openVault, retry, stopping, log }),
  };
}

function stepsOf({ plugin, inFlight, inTransaction, log }: Equipped): Kind {
  return {
    stream: streams.steps.name,
    kind: 'step',
    durable: plugin.name,
    filter: subjects.stepsOf(plugin.name),
    inFlight: inFlight.steps,
    deliver: deliverSteps(plugin.takesPart, { inTransaction, log }),
  };
}

function repliesOf({ plugin, inFlight, inTransaction, log }: Equipped): Kind {
  return {
    stream: streams.steps.name,
    kind: 'reply',
    durable: `${plugin.name}-replies`,
    filter: subjects.repliesTo(plugin.name),
    inFlight: inFlight.replies,
    deliver: deliverReplies(plugin.workflows, { inTransaction, log }),
  };
}

/** Those of before core heard of them are left alone. */
async function reportsOf(
  { plugin, database, inFlight, inTransaction, log }: Equipped,
  audit: AuditLog,
): Promise<readonly Kind[]> {
  const since = await database.since(createSchedules.name);
  const deliver = deliverReports({ audit, inTransaction, log });
  const common = { durable: plugin.name, since, inFlight: inFlight.reports, deliver };
  return [
    { ...common, stream: streams.dlq.name, kind: 'dlq', filter: subjects.allDeadLetters },
    { ...common, stream: streams.saga.name, kind: 'saga', filter: subjects.allStuckRuns },
    {
      ...common,
      stream: streams.hooks.name,
      kind: 'hook',
      durable: `${plugin.name}-reports`,
      filter: subjects.allChangesOfSettings,
    },
  ];
}

function asksOthers({ workflows }: Plugin): boolean {
  return [...workflows.values()].some(({ steps }) => steps.some(({ kind }) => kind === 'participants'));
}
