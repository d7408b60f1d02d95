import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { VaultLog } from '@nimbusvault/sdk/kernel';
import {
  catalogueOf,
  emptyRegistry,
  lastingEntries,
  noteEntry,
  type Catalogue,
  type Entry,
  type Registry,
} from '@nimbusvault/sdk/registry';

/** What a gateway keeps on its disk of the registry, to serve from where it starts without NATS. */
export interface LastGood {
  readonly registry: Registry;
  /** Writes what the registry has now, where that differs from what was written last. */
  keep(registry: Registry): void;
}

/** Reads what was kept in `file`, nothing where there is none; without a file nothing is kept. */
export function openLastGood(file: string | undefined, log: VaultLog): LastGood {
  const registry = emptyRegistry();
  for (const entry of file ? readEntries(file, log) : []) noteEntry(registry, entry);
  let kept = JSON.stringify(lastingEntries(registry));
  let looked: Catalogue | undefined;
  return {
    registry,
    keep(now) {
      const catalogue = catalogueOf(now);
      if (!file || catalogue === looked) return; // instances come and go: nothing of them is kept
      looked = catalogue;
      const text = JSON.stringify(lastingEntries(now));
      if (text === kept) return;
      kept = text;
      writeEntries(file, text, log);
    },
  };
}

function readEntries(file: string, log: VaultLog): readonly Entry[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as readonly Entry[];
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isMissing) log.warn({ err: error, file }, 'what was kept of the registry cannot be read');
    return [];
  }
}

function writeEntries(file: string, text: string, log: VaultLog): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    log.warn(
      { err: error, file },
      'the registry cannot be kept on disk: without NATS, a start would not know it',
    );
  }
}
