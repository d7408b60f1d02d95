import type { KV } from '@nats-io/kv';
import { keys } from './state/entries.ts';
import { z } from 'zod';

const located = z.object({ url: z.url() });

/** The GraphQL URLs of the gateways, the most recently seen one first. */
export async function readGatewayUrls(kv: KV): Promise<readonly string[]> {
  const names = await Array.fromAsync(await kv.keys(keys.gateway('*')));
  const entries = await Promise.all(names.map((name) => kv.get(name)));
  return entries
    .flatMap((entry) => (entry?.operation === 'PUT' ? entry : []))
    .toSorted((one, other) => other.created.getTime() - one.created.getTime())
    .flatMap((entry) => located.safeParse(tryToParse(entry.string())).data?.url ?? []);
}

function tryToParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
