import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { VaultLog } from '@nimbusvault/sdk/kernel';

/** The vault to which a stored state belongs, by the name in its settings. */
interface Owner {
  readonly vault: string;
  readonly log: VaultLog;
}

/** A list that is stored in a file with the name of its vault. */
interface KeptFile {
  /** The stored list; empty if there is none, or if it cannot be read, or if it is another vault's. */
  read(): readonly unknown[];
  /** A process that reads the file meanwhile sees the old list, or all of the new. */
  write(values: readonly unknown[]): void;
}

/** Opens the stored state of a vault; without a file nothing is stored. */
export function openKept(file: string | undefined, { vault, log }: Owner): KeptFile {
  return {
    read() {
      const stored = file ? readStored(file, log) : undefined;
      if (!stored) return [];
      if (stored.vault === vault && Array.isArray(stored.values)) return stored.values;
      const whose = { file, vault, found: stored.vault };
      log.warn(whose, 'the stored state is ignored: it belongs to another vault (Base.vault)');
      return [];
    },
    write(values) {
      if (file) writeStored(file, JSON.stringify({ vault, values }), log);
    },
  };
}

interface Stored {
  readonly vault?: unknown;
  readonly values?: unknown;
}

function readStored(file: string, log: VaultLog): Stored | undefined {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as Stored | null) ?? {};
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isMissing) log.warn({ err: error, file }, 'the stored state cannot be read');
    return undefined;
  }
}

function writeStored(file: string, text: string, log: VaultLog): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  } catch (error) {
    log.warn({ err: error, file }, 'this state cannot be stored on disk: the next start would lack it');
  }
}
