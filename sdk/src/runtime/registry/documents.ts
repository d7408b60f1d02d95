import type { KV, KvEntry } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import { buckets } from '../../kernel/index.ts';
import { documentKey, readDocument, type TrustedDocument } from '../../registry/index.ts';
import { openStore, readAll, writeAt } from './bucket.ts';

const mostBytes = 100_000_000;

/** The documents that clients are trusted with are kept beside the registry, for good. */
export function openDocuments(connection: NatsConnection): Promise<KV> {
  return openStore(connection, buckets.documents, { max_bytes: mostBytes });
}

/** Undefined where an entry is no document. */
export function documentOf(entry: KvEntry): TrustedDocument | undefined {
  if (entry.operation !== 'PUT') return undefined;
  try {
    return readDocument(entry.json());
  } catch {
    return undefined;
  }
}

/** All that are registered. */
export async function readDocuments(connection: NatsConnection): Promise<readonly TrustedDocument[]> {
  return readAll(await openDocuments(connection), documentOf);
}

/** Registers documents whose ids nobody has registered; those that somebody has are passed over. Returns how many are new. */
export async function writeDocuments(
  connection: NatsConnection,
  documents: readonly TrustedDocument[],
): Promise<number> {
  if (documents.length === 0) return 0;
  const kv = await openDocuments(connection);
  let written = 0;
  for (const value of documents) {
    if (await writeAt({ kv }, { key: documentKey(value), value, revision: 0 })) written += 1;
  }
  return written;
}
