import { z } from 'zod';
import { isAnswer, type Plugin } from '@nimbusvault/sdk/internal';
import { buckets, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from './broker.ts';
import { openStoreOf, type StoreEntry } from './store.ts';

const mostNames = 1_000;

const names = z.array(z.string()).max(mostNames);
/** The announcement of a plugin to the others. Keys of a newer version are ignored. */
export const manifest = z.object({
  answers: names,
  takesPart: names,
  hearsEverything: z.literal(true).optional(),
});

/**
 * The manifest of a plugin: `answers` are the CloudEvents types of the questions that it answers, `takesPart` the
 * points that it takes part in, such as `user-offboarding.v1`. Only a plugin that hears every hook says so: earlier versions
 * pass over a manifest with more than they know.
 */
type Manifest = z.infer<typeof manifest>;

/** The known plugins, by name. */
export type Manifests = Map<string, Manifest>;

/** Announces to the other plugins what this one takes part in. The entry stays while the plugin is down, so that its silence is noticed. */
export async function announce(plugin: Plugin, broker: Broker): Promise<void> {
  const bucket = await openStoreOf(broker, buckets.manifests);
  await bucket.put(plugin.name, JSON.stringify(manifestOf(plugin)));
}

function manifestOf({ hooks, takesPart }: Plugin): Manifest {
  const hearsEverything = hooks.some((handler) => !isAnswer(handler) && handler.hook === null);
  return {
    ...(hearsEverything && { hearsEverything }),
    answers: hooks.filter(isAnswer).map((handler) => handler.name),
    takesPart: takesPart.map((participation) => participation.name),
  };
}

/** Manifests that are followed, a moment behind the broker; `look` reads them now. */
interface FollowedManifests {
  readonly ended: Promise<void>;
  look(): Promise<unknown>;
}

/**
 * Updates `manifests` as the plugins announce them, until `signal` aborts. Resolves once all announced ones
 * are known. Entries that a broker has lost stay.
 */
export async function followManifests(
  manifests: Manifests,
  { broker, log }: { broker: Broker; log: VaultLog },
  signal: AbortSignal,
): Promise<FollowedManifests> {
  const bucket = await openStoreOf(broker, buckets.manifests);
  const take = (entry: StoreEntry) => note(entry, manifests, log);
  const look = async () => {
    const { entries, upTo: newest } = await bucket.readAll();
    entries.forEach(take);
    return newest;
  };
  const upTo = await look();
  const ended = bucket.follow(upTo, take, signal).catch(async () => {
    // A process that stopped following would not know which plugins to ask: everything starts again.
    if (!signal.aborted) await broker.close();
  });
  return { ended, look };
}

function note({ key, value }: StoreEntry, manifests: Manifests, log: VaultLog): void {
  if (!value) {
    manifests.delete(key);
    return;
  }
  try {
    manifests.set(key, manifest.parse(JSON.parse(Buffer.from(value).toString())));
  } catch (error) {
    log.error({ err: error, plugin: key }, 'an invalid manifest was passed over');
  }
}
