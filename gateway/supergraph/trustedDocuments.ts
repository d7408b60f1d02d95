import type { VaultLog } from '@nimbusvault/sdk/kernel';
import {
  createDocumentStore,
  followDocuments,
  readDocument,
  type DocumentStore,
} from '@nimbusvault/runtime/registry';
import { readKept, writeKept } from './keptFile.ts';

const keepAfterMs = 500;
const longestFirstLookMs = 5_000;

/** The places of registered documents: the registry, and the file on disk. */
interface DocumentPlaces {
  readonly natsUrl?: string | undefined;
  readonly stateFile?: string | undefined;
}

/** The documents that clients are trusted with, as far as this gateway knows. */
export interface TrustedDocuments {
  readonly store: DocumentStore;
  /** Resolves once all that are registered are known, or where the broker does not answer in 5 s. */
  readonly known: Promise<void>;
  stop(): Promise<void>;
}

/** Begins with what was kept on disk, follows the registry, and keeps what comes. */
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
    keeping ??= setTimeout(keep, keepAfterMs); // a manifest has many, and they come one by one
  };
  const followed = followDocuments({ natsUrl, name: 'gateway-documents', log, remembered, onChange });
  return {
    store: followed.store,
    known: Promise.race([followed.seen, afterMs(longestFirstLookMs)]),
    async stop() {
      await followed.stop();
      if (keeping) keep();
    },
  };
}

function afterMs(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
