import {
  readActivePlugins,
  VaultError,
  within,
  type SettingsSource,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import type { Store } from '../broker/store.ts';
import { takeEntry } from './bucket.ts';
import { activeOf, emptyRegistry } from './state/registry.ts';
import { keys } from './state/entries.ts';

const patienceMs = 2_000;

/** Reads which plugins are active; undefined where nobody has decided and the settings cannot be read. */
export type ReadActive = () => Promise<readonly string[] | undefined>;

/**
 * The active plugins as gateways know them: the registry's decision, and the settings' proposal until there is one.
 * Reading throws PLUGINS_UNKNOWN while the registry does not answer.
 */
export function openActivePlugins(store: Store, source: SettingsSource, log: VaultLog): ReadActive {
  return async () => {
    const entry = await within(patienceMs, store.get(keys.catalogue), unanswered).catch((cause: unknown) => {
      throw pluginsUnknown(cause);
    });
    const registry = emptyRegistry();
    if (entry && takeEntry(registry, entry, log) === 'none') unanswered(); // a gateway writes what was decided again
    return activeOf(registry)?.plugins ?? proposedIn(source, log);
  };
}

/** The refusal of work in which a plugin that is active, and unknown, would have to take part. */
export function pluginsUnknown(cause?: unknown): VaultError {
  const message =
    'Nothing was done, because which plugins are active is unknown: the registry in NATS cannot be reached. Try again once it can.';
  return new VaultError('PLUGINS_UNKNOWN', message, { cause });
}

function unanswered(): never {
  throw pluginsUnknown();
}

function proposedIn(source: SettingsSource, log: VaultLog): readonly string[] | undefined {
  try {
    return readActivePlugins(source);
  } catch (error) {
    log.debug({ err: error }, 'neither the registry nor the settings say which plugins are active');
    return undefined;
  }
}
