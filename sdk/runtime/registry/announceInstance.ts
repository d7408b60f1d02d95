import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { keys, type Instance, type Release } from './state/entries.ts';
import type { Bucket } from './bucket.ts';
import { readGatewayUrls } from './gatewayUrls.ts';
import { keepConnected, type Client } from './keepConnected.ts';

export const beatMs = 2_000;
const partingMs = 600; // gateways see a change of the registry 250 ms late

/** A process that the registry knows. */
export interface Announced {
  readonly id: string;
  /** Resolves once the registry knows it, however late. */
  readonly known: Promise<void>;
  /** The URLs of the gateways, the most recently seen one first; none while the registry is unavailable. */
  gatewayUrls(): Promise<readonly string[]>;
  /** Announces that it is leaving, and waits until the gateways use other instances. */
  leave(): Promise<void>;
  /** Announces that it has left. */
  end(): Promise<void>;
}

interface Now {
  instance: Instance;
  bucket?: Bucket;
  isKnown: boolean;
}

/** The self-description of a process, beside its release. */
type Self = Pick<Instance, 'url' | 'key'>;

/** Registers this process and its address, and renews the entry every 2 s; however late NATS is available. */
export function announceInstance(release: Release, self: Self, client: Client): Announced {
  const stopping = new AbortController();
  const { plugin, hash } = release;
  const now: Now = {
    instance: { plugin, id: randomUUID(), ...self, hash, since: Date.now() },
    isKnown: false,
  };
  const key = keys.instance(now.instance);
  const { promise: known, resolve: know } = Promise.withResolvers<void>();
  const say = ({ store }: Bucket) => store.put(key, JSON.stringify(now.instance));
  const beat = async (bucket: Bucket, over: AbortSignal) => {
    await bucket.store.put(keys.release(release), JSON.stringify(release));
    now.bucket = bucket;
    while (!over.aborted) {
      await say(bucket);
      now.isKnown = true;
      know();
      await pause(beatMs, undefined, { signal: over }).catch(() => {});
    }
    if (stopping.signal.aborted) await bucket.store.delete(key);
  };
  const ended = keepConnected(client, beat, stopping.signal);
  return {
    id: now.instance.id,
    known,
    gatewayUrls: async () => (now.bucket ? readGatewayUrls(now.bucket.store) : []),
    async leave() {
      now.instance = { ...now.instance, isLeaving: true };
      if (!now.bucket || !now.isKnown) return;
      await Promise.all([say(now.bucket).catch(() => {}), pause(partingMs)]);
    },
    async end() {
      stopping.abort();
      await ended;
    },
  };
}
