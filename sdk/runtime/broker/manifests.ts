import { Kvm, type KvEntry } from '@nats-io/kv';
import { z } from 'zod';
import { isAnswer, type Plugin } from '@nimbusvault/sdk/internal';
import { buckets, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from './broker.ts';

const mostNames = 1_000;

const names = z.array(z.string()).max(mostNames).default([]);
const manifest = z.object({ answers: names, takesPart: names });

/**
 * The manifest of a plugin: `answers` are the CloudEvents types of the questions that it answers, `takesPart` the
 * points that it takes part in, such as `user-offboarding.v1`.
 */
type Manifest = z.infer<typeof manifest>;

/** The known plugins, by name. */
export type Manifests = Map<string, Manifest>;

/** Announces to the other plugins what this one takes part in. The entry stays while the plugin is down, so that its silence is noticed. */
export async function announce({ name, hooks, takesPart }: Plugin, broker: Broker): Promise<void> {
  const said: Manifest = {
    answers: hooks.filter(isAnswer).map((handler) => handler.name),
    takesPart: takesPart.map((participation) => participation.name),
  };
  const bucket = await openBucket(broker);
  await bucket.put(name, JSON.stringify(said));
}

/**
 * Updates `manifests` as the plugins announce them, until `signal` aborts. Resolves once all announced ones
 * are known. Entries that a broker has lost stay.
 */
export async function followManifests(
  manifests: Manifests,
  { broker, log }: { broker: Broker; log: VaultLog },
  signal: AbortSignal,
): Promise<{ readonly ended: Promise<void> }> {
  const entries = await (await openBucket(broker)).watch();
  const read = Promise.withResolvers<void>();
  const stop = () => entries.stop();
  const follow = async () => {
    for await (const entry of entries) {
      note(entry, manifests, log);
      if (entry.isUpdate) read.resolve();
    }
    // Without its watch a process would not know which plugins to ask: everything starts again.
    if (!signal.aborted) await broker.close();
  };
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const ended = follow().finally(() => signal.removeEventListener('abort', stop));
  await Promise.race([read.promise, ended]);
  return { ended };
}

function openBucket(broker: Broker) {
  return new Kvm(broker.client).create(buckets.manifests, { history: 1 });
}

function note(entry: KvEntry, manifests: Manifests, log: VaultLog): void {
  if (entry.operation !== 'PUT') {
    manifests.delete(entry.key);
    return;
  }
  try {
    manifests.set(entry.key, manifest.parse(entry.json()));
  } catch (error) {
    log.error({ err: error, plugin: entry.key }, 'an invalid manifest was passed over');
  }
}
