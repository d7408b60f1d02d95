import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buckets } from '@nimbusvault/sdk/kernel';
import { eventually } from '@nimbusvault/testing';
import { Ledger } from '@nimbusvault/testing/fixtures/Ledger';
import { openYard, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { makeStore, type Store } from '../broker/store.ts';
import { openBucket, type Bucket } from '../registry/bucket.ts';
import { quietLog } from '../registry/quietLog.ts';
import { publishOrganizations } from './publishOrganizations.ts';

let yard: Yard;
let database: pg.Client;
let bucket: Bucket;
let store: Store;
let publishing: readonly { stop(): Promise<void> }[];
beforeAll(async () => {
  yard = await openYard(Ledger);
  database = new pg.Client({ connectionString: yard.databaseUrlOf(Ledger) });
  await database.connect();
  await database.query(`set vault.relay = 'on'`);
  bucket = await openBucket(yard.servers.natsUrl, 'test');
  store = await makeStore(bucket.connection, buckets.organizations);
  publishing = [publish(), publish()];
});
afterAll(async () => {
  await Promise.all(publishing.map((each) => each.stop()));
  await Promise.all([database.end(), bucket.close()]);
  await yard[Symbol.asyncDispose]();
});

function publish() {
  const { natsUrl } = yard.servers;
  const databaseUrl = yard.databaseUrlOf(Ledger);
  return publishOrganizations({ plugin: Ledger, databaseUrl, natsUrl, log: quietLog });
}

const add = (slugs: readonly string[]) =>
  database.query(
    `insert into known_organization (org, shard)
     select slug, get_byte(sha256(convert_to(slug, 'UTF8')), 0) from unnest($1::text[]) as slug
     on conflict (org) do update set is_gone = false, changed_at = clock_timestamp()`,
    [slugs],
  );

async function published(): Promise<readonly string[]> {
  const { entries } = await store.readAll();
  const lists = entries.map(({ value }) =>
    value ? (JSON.parse(Buffer.from(value).toString()) as string[]) : [],
  );
  return lists.flat().toSorted();
}

test('thousands of organizations are published in small messages, and each new one as it is committed', async () => {
  const many = Array.from({ length: 2_000 }, (_, index) => `org-${String(index).padStart(56, '0')}`);
  await add(many);
  await eventually(async () => (await published()).length === 2_000);
  const { entries } = await store.readAll();
  expect(Math.max(...entries.map(({ value }) => value?.byteLength ?? 0))).toBeLessThan(5_000);
  await add(['acme']);
  await eventually(async () => (await published()).includes('acme'));
  expect(await published()).toEqual(['acme', ...many]);
});

test('one that is gone is taken out, and a broker that has lost the lists gets them again at the next start', async () => {
  await add(['globex']);
  await eventually(async () => (await published()).includes('globex'));
  await database.query(
    `update known_organization set is_gone = true, changed_at = clock_timestamp() where org = 'globex'`,
  );
  await eventually(async () => !(await published()).includes('globex'));
  await Promise.all(publishing.map((each) => each.stop()));
  for (const { key } of (await store.readAll()).entries) await store.delete(key);
  publishing = [publish()];
  await eventually(async () => (await published()).includes('acme'));
  expect(await published()).not.toContain('globex');
});
