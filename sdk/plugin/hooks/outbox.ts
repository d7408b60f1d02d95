import { randomUUIDv7 } from 'node:crypto';
import { defineEntity, p, raw } from '@mikro-orm/core';
import {
  refuseOtherOrg,
  VaultError,
  type HostedVault,
  type OutgoingMessage,
  type Vault,
  type When,
} from '../kernel/index.ts';
import { BackgroundTask } from './BackgroundTask.ts';

const maxMessageBytes = 900_000;

const OutboxMessageSchema = defineEntity({
  name: 'OutboxMessage',
  tableName: 'outbox',
  properties: {
    org: p.string().primary(),
    id: p.uuid().primary(),
    subject: p.string(),
    type: p.string(),
    actor: p.uuid().nullable(),
    requestId: p.string(),
    data: p.json<unknown>(),
  },
});

/** A row of the outbox: a message that its transaction promised to send. PostgreSQL adds the time, `created_at`. */
export class OutboxMessage extends OutboxMessageSchema.class {}
OutboxMessageSchema.setClass(OutboxMessage);

/** Adds a message to the open transaction. Throws HOOK_OUTSIDE_TRANSACTION if there is none, FORBIDDEN if it is another org's. */
export function say(message: OutgoingMessage, vault: HostedVault): void {
  refuseTooLarge(message);
  if (vault.transaction) {
    refuseOtherOrg(`${message.type} was said`, vault);
    vault.transaction.outbox.push(message);
    return;
  }
  throw new VaultError(
    'HOOK_OUTSIDE_TRANSACTION',
    `${message.type} was sent outside a workflow step, hook handler or task. Send it in a step: it is published only if the work commits.`,
  );
}

/** Writes the transaction's messages into the outbox, to be committed with it; a task that is not due yet waits in its own row. */
export async function writeOutbox(vault: HostedVault): Promise<void> {
  const messages = vault.transaction?.outbox.splice(0) ?? [];
  const rows = messages.filter(({ task }) => !task?.when).map((message) => outboxRowOf(message, vault));
  if (rows.length > 0) await vault.em.insertMany(OutboxMessage, rows);
  const tasks = messages.flatMap((message) => taskRowOf(message, vault));
  if (tasks.length > 0) await vault.em.insertMany(BackgroundTask, tasks);
}

/** The row of a message that the vault's user sends. */
export function outboxRowOf({ task, ...message }: OutgoingMessage, { org, userId: actor, requestId }: Vault) {
  return { ...message, org, actor, requestId, id: task?.id ?? randomUUIDv7() };
}

function taskRowOf({ task, ...message }: OutgoingMessage, { org, userId: actor, requestId }: Vault) {
  if (!task) return [];
  const { when, ...entry } = task;
  const later = { dueAt: dueAtOf(when), message: when ? { ...message, actor, requestId } : null };
  return [{ ...entry, ...later, org }];
}

/** Waits are counted by the clock of PostgreSQL, where the task waits. */
function dueAtOf(when: When | undefined) {
  if (!when) return null;
  return when.at ?? raw(`clock_timestamp() + ? * interval '1 millisecond'`, [when.after]);
}

/** Throws if the broker would not accept the message: in the outbox it would hold up all later messages. */
export function refuseTooLarge({ type, data }: Pick<OutgoingMessage, 'type' | 'data'>): void {
  const bytes = Buffer.byteLength(JSON.stringify(data));
  if (bytes <= maxMessageBytes) return;
  throw new VaultError(
    'BAD_USER_INPUT',
    `${type} carries ${bytes} bytes; at most ${maxMessageBytes} can be sent.`,
  );
}
