import type { NatsConnection } from '@nats-io/transport-node';
import { buckets } from '@nimbusvault/sdk/kernel';
import { documentKey, readDocument, supersedes, type TrustedDocument } from './state/documents.ts';
import { makeStore, type Store, type StoreEntry } from '../broker/store.ts';
import { readAll, readJson, writeAt } from './bucket.ts';

const mostBytes = 100_000_000;

/** The trusted documents are stored beside the registry, permanently. */
export function openDocuments(connection: NatsConnection): Promise<Store> {
  return makeStore(connection, buckets.documents, { mostBytes });
}

/** Returns undefined for an invalid entry. */
export function documentOf({ value }: StoreEntry): TrustedDocument | undefined {
  return value && readDocument(readJson(value));
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
  const store = await openDocuments(connection);
  const known = new Map(await readAll(store, (entry) => [entry.key, entry] as const));
  let written = 0;
  for (const value of documents) {
    const key = documentKey(value);
    const entry = known.get(key);
    const before = entry && documentOf(entry);
    if (entry && !(before && supersedes(value, before))) continue;
    if (await writeAt({ store }, { key, value, revision: entry?.revision ?? 0 })) written += 1;
  }
  return written;
}
