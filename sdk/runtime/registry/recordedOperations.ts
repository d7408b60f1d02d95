import type { KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { buckets } from '@nimbusvault/sdk/kernel';
import {
  addOperations,
  operationKey,
  readOperation,
  type RecordedOperation,
} from './state/recordedOperation.ts';
import { openStore, readAll, writeAt } from './bucket.ts';

const keptMs = 30 * 24 * 60 * 60 * 1000;
const mostBytes = 50_000_000;
const mostTries = 5;

/** The operations that clients have sent in the last 30 days are stored beside the registry; all gateways add to them. */
function openOperations(connection: NatsConnection): Promise<KV> {
  return openStore(connection, buckets.operations, { ttl: keptMs, max_bytes: mostBytes });
}

/** Adds the operations that a gateway has received since its last report. */
export async function recordOperations(
  connection: NatsConnection,
  operations: readonly RecordedOperation[],
): Promise<void> {
  if (operations.length === 0) return;
  const kv = await openOperations(connection);
  for (const operation of operations) await add(kv, operation);
}

async function add(kv: KV, operation: RecordedOperation): Promise<void> {
  const key = operationKey(operation);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const entry = await kv.get(key);
    const before = entry?.operation === 'PUT' ? readOperation(entry.json()) : undefined;
    const value = addOperations(before, operation);
    if (await writeAt({ kv }, { key, value, revision: entry?.revision ?? 0 })) return;
  }
}

/** Returns the recent operations, the most frequent first. */
export async function readOperations(connection: NatsConnection): Promise<readonly RecordedOperation[]> {
  const found = await readAll(await openOperations(connection), (entry) => readOperation(entry.json()));
  return found.toSorted((a, b) => b.count - a.count);
}
