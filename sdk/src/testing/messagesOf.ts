import { raw, type OrderDefinition } from '@mikro-orm/core';
import { OutboxMessage } from '../hooks/index.ts';
import { subjects, type Vault } from '../kernel/index.ts';

/** A hook that left with the run's last commit. */
export interface FiredHook {
  readonly hook: string;
  readonly payload: unknown;
}

/** What the run said of a finished step that it undid. */
export interface Compensation {
  readonly step: string;
  readonly undoneBy: 'transaction' | 'rollback';
  /** Exactly what the step's undo reads. */
  readonly context: Readonly<Record<string, unknown>>;
  readonly cause: { readonly step: string; readonly code: string; readonly message: string };
}

// A real outbox has its order in a column that is not the entity's; rows in memory come in the order of their making.
const inOrder = { [raw('position')]: 'asc' } as OrderDefinition<OutboxMessage>;

/** What the vault's request has committed to its outbox, in order. */
export async function messagesOf({ org, requestId, em }: Vault): Promise<{
  readonly fired: readonly FiredHook[];
  readonly compensations: readonly Compensation[];
}> {
  const rows = await em.fork().find(OutboxMessage, { org, requestId }, { orderBy: inOrder });
  const prefix = subjects.hook(org, '');
  const hooks = rows.filter(({ subject }) => subject.startsWith(prefix));
  const compensations = rows.filter(({ subject }) => subject.includes('.compensate.'));
  return {
    fired: hooks.map(({ subject, data }) => ({ hook: subject.slice(prefix.length), payload: data })),
    compensations: compensations.map(({ data }) => {
      const { step, undoneBy, context, cause } = data as Compensation;
      return { step, undoneBy, context, cause };
    }),
  };
}
