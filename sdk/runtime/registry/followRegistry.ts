import { setTimeout as pause } from 'node:timers/promises';
import { VaultError, type AuditDeed, type AuditRecord } from '@nimbusvault/sdk/kernel';
import { emptyRegistry, kindOf, lastingEntries, type Entry, type Registry } from './state/registry.ts';
import { keys, type GatewayReport, type Instance } from './state/entries.ts';
import type { RecordedOperation } from './state/recordedOperation.ts';
import type { TrustedDocument } from './state/documents.ts';
import { beatMs } from './announceInstance.ts';
import type { Allows } from './allowedAddresses.ts';
import type { StoreEntry } from '../broker/store.ts';
import { isFromBroker, takeEntry, writeAt, type Bucket } from './bucket.ts';
import { readDocuments, writeDocuments } from './documents.ts';
import { readOperations, recordOperations } from './recordedOperations.ts';
import { keepConnected, type Client } from './keepConnected.ts';
import { createScreen, type Screen } from './screen.ts';
import { createSignsOfLife } from './signsOfLife.ts';
import { shareSupergraphs, type SharedSupergraphs } from './supergraphs.ts';
import { addToVaultLog, readVaultLog } from './vaultLog.ts';

const longestSilenceMs = 3.5 * beatMs;
const lookEveryMs = 200;

interface FollowOptions extends Client {
  /** The entries that were known before: they are written again if the broker has lost everything. */
  readonly remembered?: Registry;
  /** Reads the allowed addresses of processes; by default all are allowed. */
  readonly allowed?: () => Allows;
  /** Called when plugins, releases or instances have changed. */
  readonly onChange?: () => void;
}

/** A registry that is followed. */
export interface Following {
  /** The last known state, without processes at addresses that are not allowed; the remembered one before the first read. */
  registry(): Registry;
  /** The processes whose addresses are not allowed, 3 s after they were first seen. */
  strangers(): readonly Instance[];
  /** False until the registry was read, and while the broker is unavailable. */
  isConnected(): boolean;
  /** Writes a key if it is still at that revision; returns false otherwise, or if the broker is unavailable. */
  write(entry: Entry): Promise<boolean>;
  /** Adds to what clients were seen to ask for; nothing where the broker is away. */
  record(operations: readonly RecordedOperation[]): Promise<void>;
  /** The operations that clients have sent to all gateways, the most frequent first; none while the broker is away. */
  operations(): Promise<readonly RecordedOperation[]>;
  /** The supergraphs that any gateway has composed. */
  readonly supergraphs: SharedSupergraphs;
  /** The documents that clients are trusted with, and those that were removed; nothing where the broker is away. */
  documents(): Promise<readonly TrustedDocument[]>;
  /** Registers those whose ids are new, removes those that say so, and returns how many those are; none where the broker is away. */
  trust(documents: readonly TrustedDocument[]): Promise<number>;
  /** Adds to the vault's own log, or throws STACK_FAILED: work that cannot be recorded must not be done. */
  note(deed: AuditDeed): Promise<void>;
  /** The commands that operators gave to the whole vault, newest first; none while the broker is away. */
  noted(): Promise<readonly AuditRecord[]>;
  /** Tells the registry what this gateway serves, now and every 2 s. */
  report(report: () => GatewayReport): void;
  stop(): Promise<void>;
}

interface Now {
  registry: Registry;
  readonly screen: Screen;
  bucket?: Bucket | undefined;
  report?: () => GatewayReport;
}

/**
 * Follows the registry for as long as the process lives. While the broker is away nothing changes; who is silent for
 * 7 s is gone.
 */
export function followRegistry(options: FollowOptions): Following {
  const { remembered = emptyRegistry(), allowed = () => () => true, onChange = () => {}, log } = options;
  const stopping = new AbortController();
  const now: Now = { registry: remembered, screen: createScreen(allowed) };
  now.screen.look(remembered);
  const ended = keepConnected(
    options,
    (bucket, over) => follow(now, { bucket, onChange, log }, over),
    stopping.signal,
  );
  return {
    registry: now.screen.screened,
    strangers: now.screen.strangers,
    isConnected: () => now.bucket !== undefined,
    write: (entry) => write(now, entry),
    ...clientsOf(now),
    ...logOf(now),
    report(report) {
      now.report = report;
      void sayReport(now);
    },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** The operations of clients are stored beside the registry. */
function clientsOf(
  now: Now,
): Pick<Following, 'record' | 'operations' | 'documents' | 'trust' | 'supergraphs'> {
  return {
    async record(operations) {
      const { connection } = now.bucket ?? {};
      if (connection) await recordOperations(connection, operations).catch(() => {}); // it is a sample, not a ledger
    },
    async operations() {
      const { connection } = now.bucket ?? {};
      return connection ? readOperations(connection) : [];
    },
    supergraphs: shareSupergraphs(() => now.bucket?.connection),
    async documents() {
      const { connection } = now.bucket ?? {};
      return connection ? readDocuments(connection) : [];
    },
    async trust(documents) {
      const { connection } = now.bucket ?? {};
      return connection ? writeDocuments(connection, documents) : 0;
    },
  };
}

function logOf(now: Now): Pick<Following, 'note' | 'noted'> {
  return {
    async note(deed) {
      const { connection } = now.bucket ?? {};
      if (!connection) throw unrecorded();
      await addToVaultLog(connection, deed).catch((cause: unknown) => {
        throw unrecorded(cause);
      });
    },
    async noted() {
      const { connection } = now.bucket ?? {};
      return connection ? readVaultLog(connection) : [];
    },
  };
}

function unrecorded(cause?: unknown): VaultError {
  const message =
    'This was not done, because it cannot be recorded. Check that NATS runs and that NATS_URL has its user "nimbus".';
  return new VaultError('STACK_FAILED', message, { cause });
}

type Round = Required<Pick<FollowOptions, 'onChange' | 'log'>> & { readonly bucket: Bucket };

async function follow(now: Now, round: Round, over: AbortSignal): Promise<void> {
  const { bucket, onChange } = round;
  const registry = emptyRegistry();
  const signs = createSignsOfLife(longestSilenceMs);
  const begin = async () => {
    signs.bury(registry);
    await restore(now.registry, registry, bucket);
    Object.assign(now, { registry, bucket });
    now.screen.look(registry);
    onChange();
    await sayReport(now);
  };
  try {
    const { entries, upTo } = await bucket.store.readAll();
    const watch = { ...round, now, registry, signs };
    for (const entry of entries) await take(watch, entry, entry.created);
    await begin();
    const following = bucket.store.follow(upTo, (entry) => take(watch, entry, new Date()), over);
    await Promise.all([following, keepLooking(watch, over)]);
  } finally {
    if (now.report && !over.aborted) await bucket.store.delete(keys.gateway(now.report().id)).catch(() => {});
    now.bucket = undefined;
  }
}

interface Watch extends Round {
  readonly now: Now;
  readonly registry: Registry;
  readonly signs: ReturnType<typeof createSignsOfLife>;
}

async function take(
  { bucket, now, registry, signs, onChange, log }: Watch,
  entry: StoreEntry,
  heardAt: Date,
): Promise<void> {
  const effect = takeEntry(registry, entry, log);
  signs.heard(entry.key, heardAt.getTime());
  if (effect === 'none') await heal(now.registry, entry, bucket);
  else if (now.registry === registry && effect === 'changed' && kindOf(entry.key) !== 'gateway') {
    now.screen.look(registry);
    onChange();
  }
}

/** A sender can have the broker's own answer to it stored under any key: what was decided there is written again. */
async function heal(before: Registry, { key, revision, value }: StoreEntry, bucket: Bucket): Promise<void> {
  const spoilt = lastingEntries(before).find((entry) => entry.key === key);
  if (spoilt && isFromBroker(value)) await writeAt(bucket, { ...spoilt, revision });
}

async function keepLooking({ now, registry, signs, onChange }: Watch, over: AbortSignal): Promise<void> {
  for (let look = 1; !over.aborted; look += 1) {
    await pause(lookEveryMs, undefined, { signal: over }).catch(() => {});
    if (now.registry !== registry || over.aborted) continue;
    const isBeat = look % (beatMs / lookEveryMs) === 0;
    const isBuried = signs.bury(registry);
    if ((isBuried || isBeat || now.screen.isBusy()) && (now.screen.look(registry) || isBuried)) onChange();
    if (isBeat) await sayReport(now);
  }
}

/** Restores the publications and the active plugins in a broker that has lost everything. */
async function restore(before: Registry, registry: Registry, bucket: Bucket): Promise<void> {
  const lost = lastingEntries(before).filter(({ key }) => !registry.revisions.has(key));
  for (const entry of lost) await writeAt(bucket, entry);
}

async function write({ bucket }: Now, entry: Entry): Promise<boolean> {
  if (!bucket) return false;
  return (await writeAt(bucket, entry).catch(() => undefined)) !== undefined;
}

async function sayReport({ bucket, report }: Now): Promise<void> {
  if (!report) return;
  const said = report();
  await bucket?.store.put(keys.gateway(said.id), JSON.stringify(said)).catch(() => {}); // it is said again
}
