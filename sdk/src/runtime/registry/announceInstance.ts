import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { keys, type Instance, type Release } from '../../registry/index.ts';
import type { Bucket } from './bucket.ts';
import { keepConnected, type Client } from './keepConnected.ts';

export const beatMs = 2_000;
const partingMs = 300;

/** A process that the registry knows. */
export interface Announced {
  /** Resolves once the registry knows it, however late. */
  readonly known: Promise<void>;
  /** Says that it goes, and waits until the gateways ask others. */
  leave(): Promise<void>;
}

/** Tells the registry what this process is and where, and that it lives, every 2 s; however late NATS comes up. */
export function announceInstance(release: Release, url: string, client: Client): Announced {
  const stopping = new AbortController();
  const { plugin, hash } = release;
  const instance: Instance = { plugin, id: randomUUID(), url, hash, since: Date.now() };
  const key = keys.instance(instance);
  let isKnown = false;
  const { promise: known, resolve: know } = Promise.withResolvers<void>();
  const beat = async ({ kv }: Bucket, over: AbortSignal) => {
    await kv.put(keys.release(release), JSON.stringify(release));
    while (!over.aborted) {
      await kv.put(key, JSON.stringify(instance));
      isKnown = true;
      know();
      await pause(beatMs, undefined, { signal: over }).catch(() => {});
    }
    if (stopping.signal.aborted) await kv.purge(key);
  };
  const ended = keepConnected(client, beat, stopping.signal);
  return {
    known,
    async leave() {
      stopping.abort();
      await Promise.all([ended, isKnown ? pause(partingMs) : undefined]);
    },
  };
}
