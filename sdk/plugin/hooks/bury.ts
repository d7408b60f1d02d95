import { randomUUIDv7 } from 'node:crypto';
import { rowsOf, subjects, topicOf, type Vault } from '../kernel/index.ts';
import type { Delivery } from './delivery.ts';
import { eventOf, valuesOf, type InboxKey } from './inbox.ts';
import { say, writeOutbox } from './outbox.ts';

const burySql = `
  update inbox set dead_at = now(), due_at = null, dead_letter = coalesce(dead_letter, ?), event = ?
   where org = ? and message_id = ? and handler = ?
  returning dead_letter as "deadLetter", attempts, taken_at as "firstTriedAt", dead_at as "deadAt", error_code as code`;

/**
 * Makes the handler's inbox row a dead letter, with everything that a replay needs, and announces it in the same transaction.
 * The message says where to look and not what was thrown, because the error may hold confidential data.
 */
export async function bury(key: InboxKey, delivery: Delivery, vault: Vault): Promise<void> {
  const values = [randomUUIDv7(), JSON.stringify(eventOf(delivery)), ...valuesOf(key, vault)];
  const [letter] = await rowsOf<object>(burySql, values, vault);
  const { plugin, org } = vault;
  const { id, type, subject } = delivery;
  say(
    {
      subject: subjects.dlq(org, plugin, topicOf(subject)),
      type: 'dead-letter.v1',
      data: { ...letter, plugin, handler: key.handler, event: { id, type } },
    },
    vault,
  );
  await writeOutbox(vault);
}
