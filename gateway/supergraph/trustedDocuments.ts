import { within, type VaultLog } from '@nimbusvault/sdk/kernel';
import {
  createDocumentStore,
  followDocuments,
  readDocument,
  type DocumentStore,
} from '@nimbusvault/runtime/registry';
import { readKept, writeKept } from './keptFile.ts';

const keepAfterMs = 500;
const longestFirstLookMs = 5_000;

/** The sources of registered documents: the registry, and the file on disk. */
interface DocumentPlaces {
  readonly natsUrl?: string | undefined;
  readonly stateFile?: string | undefined;
}

/** The trusted documents that this gateway knows. */
export interface TrustedDocuments {
  readonly store: DocumentStore;
  /** Resolves once all registered documents are known, or after 5 s without an answer of the broker. */
  readonly known: Promise<void>;
  stop(): Promise<void>;
}

/** Starts with the documents stored on disk, follows the registry, and stores new documents. */
export function openTrustedDocuments(
  { natsUrl, stateFile }: DocumentPlaces,
  log: VaultLog,
): TrustedDocuments {
  const file = stateFile && `${stateFile}.documents`;
  const remembered = readKept(file, log).flatMap((value) => readDocument(value) ?? []);
  if (!natsUrl)
    return { store: createDocumentStore(remembered), known: Promise.resolve(), stop: async () => {} };
  let keeping: NodeJS.Timeout | undefined;
  const keep = () => {
    clearTimeout(keeping);
    keeping = undefined;
    if (file) writeKept(file, JSON.stringify(followed.store.all()), log);
  };
  const onChange = () => {
    keeping ??= setTimeout(keep, keepAfterMs); // a manifest's documents arrive one by one
  };
  const followed = followDocuments({ natsUrl, name: 'gateway-documents', log, remembered, onChange });
  return {
    store: followed.store,
    known: within(longestFirstLookMs, followed.seen, () => undefined),
    async stop() {
      await followed.stop();
      if (keeping) keep();
    },
  };
}
