import type { NatsConnection } from '@nats-io/transport-node';
import { buckets } from '@nimbusvault/sdk/kernel';
import {
  addOperations,
  operationKey,
  readOperation,
  type RecordedOperation,
} from './state/recordedOperation.ts';
import { makeStore, type Store } from '../broker/store.ts';
import { readAll, readJson, writeAt } from './bucket.ts';

const keptMs = 30 * 24 * 60 * 60 * 1000;
const mostBytes = 50_000_000;
const mostTries = 5;

/** The operations that clients have sent in the last 30 days are stored beside the registry; all gateways add to them. */
function openOperations(connection: NatsConnection): Promise<Store> {
  return makeStore(connection, buckets.operations, { ttlMs: keptMs, mostBytes });
}

/** Adds the operations that a gateway has received since its last report. */
export async function recordOperations(
  connection: NatsConnection,
  operations: readonly RecordedOperation[],
): Promise<void> {
  if (operations.length === 0) return;
  const store = await openOperations(connection);
  for (const operation of operations) await add(store, operation);
}

async function add(store: Store, operation: RecordedOperation): Promise<void> {
  const key = operationKey(operation);
  for (let tries = 0; tries < mostTries; tries += 1) {
    const entry = await store.get(key);
    const before = entry?.value && readOperation(readJson(entry.value));
    const value = addOperations(before, operation);
    if (await writeAt({ store }, { key, value, revision: entry?.revision ?? 0 })) return;
  }
}

/** Returns the recent operations, the most frequent first. */
export async function readOperations(connection: NatsConnection): Promise<readonly RecordedOperation[]> {
  const found = await readAll(await openOperations(connection), ({ value }) =>
    readOperation(readJson(value)),
  );
  return found.toSorted((a, b) => b.count - a.count);
}
