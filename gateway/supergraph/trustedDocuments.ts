import { within, type VaultLog } from '@nimbusvault/sdk/kernel';
import {
  createDocumentStore,
  followDocuments,
  readDocument,
  type DocumentStore,
} from '@nimbusvault/runtime/registry';
import { openKept } from './keptFile.ts';

const keepAfterMs = 500;
const longestFirstLookMs = 5_000;

/** The sources of registered documents: the registry, and the file on disk. */
interface DocumentPlaces {
  readonly natsUrl?: string | undefined;
  readonly stateFile?: string | undefined;
  /** The name of the vault. */
  readonly vault: string;
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
  { natsUrl, stateFile, vault }: DocumentPlaces,
  log: VaultLog,
): TrustedDocuments {
  const stored = openKept(stateFile && `${stateFile}.documents`, { vault, log });
  const remembered = stored.read().flatMap((value) => readDocument(value) ?? []);
  if (!natsUrl)
    return { store: createDocumentStore(remembered), known: Promise.resolve(), stop: async () => {} };
  let keeping: NodeJS.Timeout | undefined;
  const keep = () => {
    clearTimeout(keeping);
    keeping = undefined;
    stored.write(followed.store.all());
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
