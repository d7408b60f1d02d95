import { setTimeout as pause } from 'node:timers/promises';
import { assertionHeader, importAssertionKey, signAssertion } from '@nimbusvault/runtime/assertion';
import type { Stage } from './stage.ts';

const orgs = ['acme', 'globex', 'initech'];
const speakers = 4;
const batchSize = 20;
const patienceMs = 3_000;

/** The events to fire. `rate` is in events a second. */
interface Speech {
  readonly events: number;
  readonly rate: number;
}

/**
 * Fires events by mutations, in batches, until this many were accepted; returns the accepted batches. A batch without an answer
 * may have committed nevertheless.
 */
export async function speak(stage: Stage, { events, rate }: Speech): Promise<ReadonlySet<string>> {
  const key = await importAssertionKey(stage.plugins.assertionKey);
  const accepted = new Set<string>();
  let [begun, next] = [performance.now(), 0];
  const speakOn = async () => {
    while (accepted.size * batchSize < events) {
      const number = (next += 1);
      const due = begun + ((accepted.size * batchSize) / rate) * 1000;
      await pause(Math.max(0, due - performance.now()));
      const isAccepted = await tell(stage, `batch-${number}`, { org: orgs[number % orgs.length] ?? '', key });
      if (isAccepted) accepted.add(`batch-${number}`);
      else begun += await settle();
    }
  };
  await Promise.all(Array.from({ length: speakers }, speakOn));
  return accepted;
}

async function settle(): Promise<number> {
  await pause(100);
  return 100 / speakers;
}

interface Speaker {
  readonly org: string;
  readonly key: Awaited<ReturnType<typeof importAssertionKey>>;
}

async function tell({ tellers }: Stage, batch: string, { org, key }: Speaker): Promise<boolean> {
  const running = tellers.flatMap(({ url }) => url ?? []);
  const url = running[Math.floor(Math.random() * running.length)];
  if (!url) return false;
  const tenant = { org, userId: null, roles: ['member'] } as const;
  const headers = {
    [assertionHeader]: await signAssertion(tenant, 'Teller', key),
    'content-type': 'application/json',
  };
  const body = JSON.stringify({ query: `mutation { tell(batch: "${batch}", size: ${batchSize}) }` });
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    const { data } = (await response.json()) as { data?: { tell: number | null } };
    return data?.tell === batchSize;
  } catch {
    return false;
  }
}
