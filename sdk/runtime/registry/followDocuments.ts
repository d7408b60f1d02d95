import {
  createDocumentStore,
  supersedes,
  type DocumentStore,
  type TrustedDocument,
} from './state/documents.ts';
import type { Bucket } from './bucket.ts';
import type { StoreEntry } from '../broker/store.ts';
import { documentOf, openDocuments, writeDocuments } from './documents.ts';
import { keepConnected, type Client } from './keepConnected.ts';

interface FollowDocumentsOptions extends Client {
  /** The entries that were known before: they are written again if the broker has lost everything. */
  readonly remembered: readonly TrustedDocument[];
  /** Called when the registered documents have changed. */
  readonly onChange: () => void;
}

/** The registered documents, followed. */
interface FollowedDocuments {
  readonly store: DocumentStore;
  /** Resolves once all registered documents were read. */
  readonly seen: Promise<void>;
  stop(): Promise<void>;
}

/** Follows what is registered and what is removed, for as long as the process lives. */
export function followDocuments(options: FollowDocumentsOptions): FollowedDocuments {
  const stopping = new AbortController();
  const seen = Promise.withResolvers<void>();
  const store = createDocumentStore(options.remembered);
  const take = (document: TrustedDocument) => {
    if (store.add(document)) options.onChange();
  };
  const follow = async (bucket: Bucket, over: AbortSignal) => {
    const documents = await openDocuments(bucket.connection);
    const { entries, upTo } = await documents.readAll();
    const registered = entries.flatMap((entry) => documentOf(entry) ?? []);
    registered.forEach(take);
    seen.resolve();
    await restore(store, registered, bucket);
    const takeEntry = (entry: StoreEntry) => {
      const document = documentOf(entry);
      if (document) take(document);
    };
    await documents.follow(upTo, takeEntry, over);
  };
  const ended = keepConnected(options, follow, stopping.signal);
  return {
    store,
    seen: seen.promise,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** Restores the registered and the removed documents in a broker that has lost everything. */
async function restore(
  store: DocumentStore,
  registered: readonly TrustedDocument[],
  { connection }: Bucket,
): Promise<void> {
  const held = new Map(registered.map((document) => [document.id, document]));
  const missing = store.all().filter((document) => {
    const there = held.get(document.id);
    return there === undefined || supersedes(document, there);
  });
  await writeDocuments(connection, missing);
}
