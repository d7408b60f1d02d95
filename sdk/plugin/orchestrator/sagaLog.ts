import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { outboxRowOf, say, writeOutbox } from '../hooks/index.ts';
import { besideOf, checkpoint, type OutgoingMessage, type HostedVault, type Vault } from '../kernel/index.ts';
import { admit } from './admission.ts';
import { inTransaction } from './inTransaction.ts';
import { apply, isOver, type SagaEvent } from './machine.ts';
import { messagesOf } from './messages.ts';
import { next } from './next.ts';
import type { SagaState } from './saga.ts';
import { SagaRun } from './SagaRun.ts';
import type { Workflow } from './workflow.ts';

/** A run held by this process. */
export interface Saga {
  readonly id: string;
  readonly org: string;
  readonly workflow: Workflow;
  readonly state: SagaState;
  /** The stored version; 0 before the first write. */
  readonly revision: number;
  readonly idempotencyKey: string | null;
  /** The external steps whose intent this process has just recorded: nobody can have tried them. */
  readonly untried: readonly string[];
}

/** Another process has continued the run, or has started it under the same key: this process's state is outdated. */
export class SagaMoved extends Error {}

/** Records, in the open transaction, an event and its messages. Throws SagaMoved. */
export async function record(saga: Saga, events: readonly SagaEvent[], open: Vault): Promise<Saga> {
  const { after, messages } = changed(saga, events, open);
  await (saga.revision === 0 ? insert(after, open) : update(after, open));
  for (const message of messages) say(message, open);
  await writeOutbox(open);
  return after;
}

/** Does the same in a transaction of its own, or faster if there is a writer. */
export async function recordAlone(
  saga: Saga,
  events: readonly SagaEvent[],
  vault: HostedVault,
): Promise<Saga> {
  const isNew = saga.revision === 0;
  const inItsOwn = () =>
    inTransaction(vault, [], async (open) => {
      if (isNew) await admit(open);
      return record(saga, events, open);
    });
  if (!vault.writeSaga) return inItsOwn();
  const { after, messages } = changed(saga, events, vault);
  if (messages.some(({ task }) => task)) return inItsOwn();
  const isWritten = await vault.writeSaga({
    id: saga.id,
    row: inSnakeCase(rowOf(after, vault)),
    messages: messages.map((message) => inSnakeCase(outboxRowOf(message, vault))),
  });
  if (isWritten) return after;
  if (isNew) return inItsOwn(); // its user leaves, or it is there already: that is found out where nobody else waits
  throw new SagaMoved();
}

interface Change {
  readonly after: Saga;
  readonly messages: readonly OutgoingMessage[];
}

function changed(saga: Saga, events: readonly SagaEvent[], { plugin }: Vault): Change {
  const { workflow } = saga;
  const state = events.reduce((current, event) => apply(workflow, current, event), saga.state);
  const untried = events.flatMap((event) =>
    event.type === 'started' ? event.keys.map(({ step }) => step) : [],
  );
  checkpoint('saga.before-record');
  const after = { ...saga, state, revision: saga.revision + 1, untried };
  return { after, messages: messagesOf({ ...saga, plugin }, saga.state, state) };
}

async function insert(saga: Saga, open: Vault): Promise<void> {
  try {
    await open.em.insert(SagaRun, rowOf(saga, open));
  } catch (error) {
    throw error instanceof UniqueConstraintViolationException ? new SagaMoved() : error;
  }
}

async function update(saga: Saga, open: Vault): Promise<void> {
  const { id, org, revision } = saga;
  const seen = { org, id, revision: revision - 1 };
  const count = await open.em.nativeUpdate(SagaRun, seen, { ...columnsOf(saga, open), wish: null });
  if (count === 0) throw new SagaMoved();
}

function rowOf(saga: Saga, vault: Vault) {
  const { id, org, workflow, idempotencyKey } = saga;
  const { userId: actor, roles, requestId } = vault;
  const plan = { workflow: workflow.name, workflowVersion: workflow.version };
  const request = { idempotencyKey, actor, roles, beside: besideOf(vault), requestId, createdAt: new Date() };
  return { id, org, ...plan, ...request, ...columnsOf(saga, vault) };
}

function columnsOf({ workflow, state, revision }: Saga, { sagas }: HostedVault) {
  const updatedAt = new Date();
  const dueAt = dueAtOf(workflow, state, updatedAt);
  const owner = sagas?.owner() ?? null;
  return { status: state.status, state, revision, owner, dueAt, updatedAt };
}

function inSnakeCase(row: object): Readonly<Record<string, unknown>> {
  const named = Object.entries(row).map(([name, value]) => [
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    value,
  ]);
  return Object.fromEntries(named);
}

function dueAtOf(workflow: Workflow, state: SagaState, now: Date): Date | null {
  if (isOver(state) || state.status === 'stuck') return null;
  const action = next(workflow, state, now.getTime());
  return action.do === 'wait' ? new Date(action.until) : now;
}

/** Returns the stored run, or undefined. */
export async function readSaga(id: string, vault: Vault): Promise<SagaRun | undefined> {
  return (await vault.em.fork().findOne(SagaRun, { org: vault.org, id })) ?? undefined;
}

/** Returns the run of the vault's org that was started under a key, or undefined. */
export async function findSagaByKey(idempotencyKey: string, vault: Vault): Promise<SagaRun | undefined> {
  return (await vault.em.fork().findOne(SagaRun, { org: vault.org, idempotencyKey })) ?? undefined;
}

/** Converts a row to a run that can continue. */
export function sagaOf({ id, org, state, revision, idempotencyKey }: SagaRun, workflow: Workflow): Saga {
  return { id, org, workflow, state, revision, idempotencyKey: idempotencyKey ?? null, untried: [] };
}
