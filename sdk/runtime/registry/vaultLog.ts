import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { readAuditRecord, vaultLog, type AuditDeed, type AuditRecord } from '@nimbusvault/sdk/kernel';

const mostKept = 1_000;
const longestReadMs = 10_000;

/** The stream keeps the newest; nothing takes a single one out of it. */
async function openLog(connection: NatsConnection): Promise<JetStreamManager> {
  const manager = await jetstreamManager(connection);
  await manager.streams.add({
    name: vaultLog.name,
    subjects: [vaultLog.subject],
    storage: 'file',
    max_msgs: mostKept,
    deny_delete: true,
    deny_purge: true,
  });
  return manager;
}

/** Adds to the vault's own log. Throws if the broker does not confirm it. */
export async function addToVaultLog(connection: NatsConnection, deed: AuditDeed): Promise<void> {
  await openLog(connection);
  const record: AuditRecord = { at: new Date().toISOString(), ...deed };
  await jetstream(connection).publish(vaultLog.subject, JSON.stringify(record));
}

/** The newest thousand, newest first. */
export async function readVaultLog(connection: NatsConnection): Promise<readonly AuditRecord[]> {
  const { state } = await (await openLog(connection)).streams.info(vaultLog.name);
  if (state.messages === 0) return [];
  const log = await jetstream(connection).consumers.get(vaultLog.name);
  const messages = await log.fetch({ max_messages: state.messages, expires: longestReadMs });
  const records: AuditRecord[] = [];
  for await (const message of messages) records.push(...recordsIn(message.string()));
  return records.toReversed();
}

/** Empty for an invalid entry: an operator may have published anything by hand. */
function recordsIn(text: string): readonly AuditRecord[] {
  try {
    const record = readAuditRecord(JSON.parse(text));
    return record ? [record] : [];
  } catch {
    return [];
  }
}
