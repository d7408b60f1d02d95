import type { VaultLog } from '@nimbusvault/sdk/kernel';
import {
  catalogueOf,
  emptyRegistry,
  lastingEntries,
  noteEntry,
  type Catalogue,
  type Entry,
  type Registry,
} from '@nimbusvault/runtime/registry';
import { openKept } from './keptFile.ts';

/** The part of the registry that a gateway stores on its disk, to serve from if it starts without NATS. */
export interface LastGood {
  readonly registry: Registry;
  /** Writes the current state of the registry if it differs from the last write. */
  keep(registry: Registry): void;
}

/** Reads the state of a vault in `file`, empty if the file does not exist; without a file nothing is stored. */
export function openLastGood(file: string | undefined, owner: { vault: string; log: VaultLog }): LastGood {
  const stored = openKept(file, owner);
  const registry = emptyRegistry();
  for (const entry of stored.read()) noteEntry(registry, entry as Entry);
  let kept = JSON.stringify(lastingEntries(registry));
  let looked: Catalogue | undefined;
  let revocations = 0;
  return {
    registry,
    keep(now) {
      const catalogue = catalogueOf(now);
      const revoked = changesOf(now);
      if (!file || (catalogue === looked && revoked === revocations)) return; // instances change often and are not stored
      looked = catalogue;
      revocations = revoked;
      const entries = lastingEntries(now);
      const text = JSON.stringify(entries);
      if (text === kept) return;
      kept = text;
      stored.write(entries);
    },
  };
}

/** The number of changes to the revocations: their versions only grow. */
function changesOf({ revoked }: Registry): number {
  return [...revoked.values()].reduce((sum, { version }) => sum + version, 0);
}
