import { jetstream } from '@nats-io/jetstream';
import { Kvm, type KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { buckets } from '../../kernel/index.ts';
import { addOperations, operationKey, readOperation, type RecordedOperation } from '../../registry/index.ts';
import { writeAt } from './bucket.ts';

const keptMs = 30 * 24 * 60 * 60 * 1000;
const mostBytes = 50_000_000;
const mostTries = 5;

/** What clients have asked for in the last 30 days is kept beside the registry; all gateways add to it. */
function openOperations(connection: NatsConnection): Promise<KV> {
  return new Kvm(jetstream(connection)).create(buckets.operations, {
    history: 1,
    ttl: keptMs,
    max_bytes: mostBytes,
  });
}

/** Adds what a gateway was asked since it said so last. */
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

/** All that was asked lately, the most asked first. */
export async function readOperations(connection: NatsConnection): Promise<readonly RecordedOperation[]> {
  const kv = await openOperations(connection);
  if ((await kv.status()).values === 0) return [];
  const found: RecordedOperation[] = [];
  for await (const entry of await kv.watch()) {
    const operation = entry.operation === 'PUT' ? readOperation(entry.json()) : undefined;
    if (operation) found.push(operation);
    if (entry.isUpdate) break;
  }
  return found.toSorted((a, b) => b.count - a.count);
}
