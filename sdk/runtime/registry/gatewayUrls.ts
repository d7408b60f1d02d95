import { z } from 'zod';
import type { Store } from '../broker/store.ts';
import { readJson } from './bucket.ts';
import { keys } from './state/entries.ts';

const located = z.object({ url: z.url() });

/** The GraphQL URLs of the gateways, the most recently seen one first. */
export async function readGatewayUrls(store: Store): Promise<readonly string[]> {
  const { entries } = await store.readAll(keys.gateway('*'));
  return entries
    .toSorted((one, other) => other.created.getTime() - one.created.getTime())
    .flatMap(({ value }) => located.safeParse(readJson(value)).data?.url ?? []);
}
