import { setTimeout as pause } from 'node:timers/promises';
import type { VaultLog } from '@nimbusvault/sdk/kernel';
import { openBucket, type Bucket } from './bucket.ts';

const retryMs = 500;

/** The name of the connecting process, and the address. */
export interface Client {
  readonly natsUrl: string;
  readonly name: string;
  readonly log: VaultLog;
}

/**
 * Does `work` on the registry, on a new connection each time that one is lost, until `stopping`. The signal that `work`
 * gets is over when its connection is.
 */
export async function keepConnected(
  { natsUrl, name, log }: Client,
  work: (bucket: Bucket, over: AbortSignal) => Promise<void>,
  stopping: AbortSignal,
): Promise<void> {
  let isTold = false;
  while (!stopping.aborted) {
    try {
      const bucket = await openBucket(natsUrl, name);
      isTold = false;
      await workUntilLost(bucket, work, stopping);
    } catch (error) {
      if (!stopping.aborted && !isTold)
        log.warn({ err: error }, 'the registry is not available; trying again');
      isTold = true;
    }
    await pause(retryMs, undefined, { signal: stopping }).catch(() => {});
  }
}

async function workUntilLost(
  bucket: Bucket,
  work: (bucket: Bucket, over: AbortSignal) => Promise<void>,
  stopping: AbortSignal,
): Promise<void> {
  const lost = new AbortController();
  void bucket.connection.closed().then(() => lost.abort());
  try {
    await work(bucket, AbortSignal.any([stopping, lost.signal]));
  } finally {
    await bucket.close();
  }
}
