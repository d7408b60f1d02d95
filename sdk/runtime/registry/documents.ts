import type { KV, KvEntry } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { buckets } from '@nimbusvault/sdk/kernel';
import { documentKey, readDocument, supersedes, type TrustedDocument } from './state/documents.ts';
import { openStore, readAll, writeAt } from './bucket.ts';

const mostBytes = 100_000_000;

/** The trusted documents are stored beside the registry, permanently. */
export function openDocuments(connection: NatsConnection): Promise<KV> {
  return openStore(connection, buckets.documents, { max_bytes: mostBytes });
}

/** Returns undefined for an invalid entry. */
export function documentOf(entry: KvEntry): TrustedDocument | undefined {
  if (entry.operation !== 'PUT') return undefined;
  try {
    return readDocument(entry.json());
  } catch {
    return undefined;
  }
}

/** All registered documents, and the removed ones. */
export async function readDocuments(connection: NatsConnection): Promise<readonly TrustedDocument[]> {
  return readAll(await openDocuments(connection), documentOf);
}

/** Registers documents whose ids nobody has, and removes those that say so; what changes nothing is passed over. Returns how many were written. */
export async function writeDocuments(
  connection: NatsConnection,
  documents: readonly TrustedDocument[],
): Promise<number> {
  if (documents.length === 0) return 0;
  const kv = await openDocuments(connection);
  const known = new Map(await readAll(kv, (entry) => [entry.key, entry] as const));
  let written = 0;
  for (const value of documents) {
    const key = documentKey(value);
    const entry = known.get(key);
    const before = entry && documentOf(entry);
    if (entry && !(before && supersedes(value, before))) continue;
    if (await writeAt({ kv }, { key, value, revision: entry?.revision ?? 0 })) written += 1;
  }
  return written;
}
