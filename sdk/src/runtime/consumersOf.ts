import { defaultRetry, isAnswer, type HookHandler, type RetryPolicy } from '../hooks/index.ts';
import { subjects, type VaultLog } from '../kernel/index.ts';
import type { Plugin } from '../plugin/index.ts';
import { streams, type Broker } from './broker.ts';
import type { ConsumerOptions } from './consumer.ts';
import { deliveriesIn, type Database } from './database.ts';
import { deliverHooks } from './deliverHooks.ts';
import { deliverReplies } from './deliverReplies.ts';
import { deliverSteps } from './deliverSteps.ts';
import { deliverTasks } from './deliverTasks.ts';
import type { InFlight } from './inFlight.ts';

/** What is in flight of each kind of message. */
export interface AllInFlight {
  readonly hooks: InFlight;
  readonly tasks: InFlight;
  readonly steps: InFlight;
  readonly replies: InFlight;
}

/** What a plugin's messages are delivered with. */
interface Means {
  readonly plugin: Plugin;
  readonly database: Database;
  readonly inFlight: AllInFlight;
  readonly retry?: RetryPolicy;
  readonly log: VaultLog;
}

/** A consumer for each kind of message that the plugin is sent; none for those that it takes no part in. */
export async function consumersOf(
  { plugin, database, inFlight, retry = defaultRetry, log }: Means,
  broker: Broker,
  stopping: AbortSignal,
): Promise<readonly ConsumerOptions[]> {
  const { name, tasks, takesPart, workflows } = plugin;
  const handlers = plugin.hooks.filter((handler): handler is HookHandler => !isAnswer(handler));
  const since = await database.since();
  const inTransaction = deliveriesIn(database, log);
  const asksOthers = [...workflows.values()].some(({ steps }) =>
    steps.some(({ kind }) => kind === 'participants'),
  );
  const kinds = [
    handlers.length > 0 && {
      stream: streams.hooks.name,
      durable: name,
      filter: subjects.allHooks,
      since,
      inFlight: inFlight.hooks,
      deliver: deliverHooks({ plugin: name, handlers, since, inTransaction, retry, log }),
    },
    tasks.length > 0 && {
      stream: streams.tasks.name,
      durable: name,
      filter: subjects.tasksOf(name),
      inFlight: inFlight.tasks,
      deliver: deliverTasks(tasks, { inTransaction, retry, stopping, log }),
    },
    takesPart.length > 0 && {
      stream: streams.steps.name,
      durable: name,
      filter: subjects.stepsOf(name),
      inFlight: inFlight.steps,
      deliver: deliverSteps(takesPart, { inTransaction, log }),
    },
    asksOthers && {
      stream: streams.steps.name,
      durable: `${name}-replies`,
      filter: subjects.repliesTo(name),
      inFlight: inFlight.replies,
      deliver: deliverReplies(workflows, { inTransaction, log }),
    },
  ];
  return kinds.filter((kind) => kind !== false).map((kind) => ({ ...kind, broker, log }));
}
