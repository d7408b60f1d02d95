import { raw, type OrderDefinition } from '@mikro-orm/core';
import { BackgroundTask, OutboxMessage } from '@nimbusvault/sdk/internal';
import { subjects, type Vault } from '@nimbusvault/sdk/kernel';

/** A hook that was fired with the run's last commit. */
export interface FiredHook {
  readonly hook: string;
  readonly payload: unknown;
}

/** A task that the run's last commit enqueued. */
export interface EnqueuedTask {
  readonly task: string;
  readonly payload: unknown;
  /** The time until which it waits; absent if it does not. */
  readonly dueAt?: Date;
}

/** The compensation messages of the finished steps that the run undid. */
export interface Compensation {
  readonly step: string;
  readonly undoneBy: 'transaction' | 'rollback';
  /** Exactly the keys that the step's undo reads. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly cause: { readonly step: string; readonly code: string; readonly message: string };
}

// A real outbox has its order in a column outside the entity; rows in memory are in the order of their creation.
const inOrder = { [raw('position')]: 'asc' } as OrderDefinition<OutboxMessage>;

/** The messages that the vault's request has committed to its outbox, by kind and in order. */
export async function messagesOf({ org, plugin, requestId, em }: Vault): Promise<{
  readonly fired: readonly FiredHook[];
  readonly enqueued: readonly EnqueuedTask[];
  readonly compensations: readonly Compensation[];
}> {
  const rows = await em.fork().find(OutboxMessage, { org, requestId }, { orderBy: inOrder });
  const later = await em
    .fork()
    .find(BackgroundTask, { org, dueAt: { $ne: null } }, { orderBy: { dueAt: 'asc' } });
  const about = (prefix: string) =>
    rows
      .filter(({ subject }) => subject.startsWith(prefix))
      .map(({ subject, data }) => ({ topic: subject.slice(prefix.length), payload: data }));
  return {
    fired: about(subjects.hook(org, plugin, '')).map(({ topic, payload }) => ({ hook: topic, payload })),
    enqueued: [
      ...about(subjects.task(org, plugin, '')).map(({ topic, payload }) => ({ task: topic, payload })),
      ...later.flatMap(({ name: task, dueAt, message }) =>
        dueAt && message?.requestId === requestId ? [{ task, payload: message.data, dueAt }] : [],
      ),
    ],
    compensations: about(subjects.sagas(org, plugin))
      .filter(({ topic }) => topic.includes('.compensate.'))
      .map(({ payload }) => {
        const { step, undoneBy, context, cause } = payload as Compensation;
        return { step, undoneBy, context, cause };
      }),
  };
}
