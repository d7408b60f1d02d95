import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { z } from 'zod';
import { buckets, isOrgSlug, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { Broker } from '../broker/broker.ts';
import { openStoreOf, type StoreEntry } from '../broker/store.ts';

const retryMs = 500;
const shards = 256;

/** An entry of the bucket: the slugs of a shard. */
export const slugs = z.array(z.string().refine(isOrgSlug));
const shardKey = z.coerce
  .number()
  .int()
  .min(0)
  .max(shards - 1);

/** Lists of organizations that core has published, by shard. */
export type Shards = Map<number, readonly string[]>;

/** Puts what core publishes into `heard` until `signal` aborts: all of it on a new connection, then each change, at most 250 ms late. */
export async function followOrganizations(
  heard: Shards,
  { broker, log }: { readonly broker: Broker; readonly log: VaultLog },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && !broker.lost.aborted) {
    try {
      const store = await openStoreOf(broker, buckets.organizations);
      const { entries, upTo } = await store.readAll();
      const take = (entry: StoreEntry) => note(entry, heard, log);
      entries.forEach(take);
      await store.follow(upTo, take, signal);
    } catch (error) {
      log.debug({ err: error }, 'the organizations are not known yet; trying again');
      await pause(retryMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** An entry that the broker has lost says nothing: what the database has stays. */
function note({ key, value }: StoreEntry, heard: Shards, log: VaultLog): void {
  if (!value) return;
  try {
    heard.set(shardKey.parse(key), slugs.parse(JSON.parse(Buffer.from(value).toString())));
  } catch (error) {
    log.error({ err: error, key }, 'an invalid list of organizations was passed over');
  }
}

const copySql = `
  with given as (select value as org from json_array_elements_text($2::json)),
  gone as (delete from known_organization where shard = $1 and org not in (select org from given))
  insert into known_organization (org, shard) select org, $1 from given
  on conflict (org) do update set shard = excluded.shard where known_organization.shard <> excluded.shard`;

/** Makes the plugin's own list as core's, shard by shard. */
export async function copyOrganizations(database: pg.Client, heard: Shards): Promise<void> {
  for (const [shard, orgs] of heard) {
    await database.query(copySql, [shard, JSON.stringify(orgs)]);
    if (heard.get(shard) === orgs) heard.delete(shard);
  }
}
