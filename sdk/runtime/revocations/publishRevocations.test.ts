import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { eventually } from '@nimbusvault/testing';
import { Ledger } from '@nimbusvault/testing/fixtures/Ledger';
import { openYard, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openBucket, type Bucket } from '../registry/bucket.ts';
import { quietLog } from '../registry/quietLog.ts';
import { keys, readRevocation } from '../registry/state/entries.ts';
import { publishRevocations } from './publishRevocations.ts';

let yard: Yard;
let database: pg.Client;
let bucket: Bucket;
let publishing: { stop(): Promise<void> };
beforeAll(async () => {
  yard = await openYard(Ledger);
  const databaseUrl = yard.databaseUrlOf(Ledger);
  database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query(`set vault.relay = 'on'`);
  bucket = await openBucket(yard.servers.natsUrl, 'test');
  publishing = publishAgain();
});
afterAll(async () => {
  await publishing.stop();
  await Promise.all([database.end(), bucket.close()]);
  await yard[Symbol.asyncDispose]();
});

function publishAgain() {
  const { natsUrl } = yard.servers;
  return publishRevocations({
    plugin: Ledger,
    databaseUrl: yard.databaseUrlOf(Ledger),
    natsUrl,
    log: quietLog,
  });
}

const put = (userId: string, isRevoked: boolean, version: number) =>
  database.query(
    `insert into revocation (org, user_id, run, is_revoked, version) values ('acme', $1, $2, $3, $4)
     on conflict (org, user_id) do update set is_revoked = $3, version = $4, changed_at = clock_timestamp()`,
    [userId, randomUUID(), isRevoked, version],
  );

async function published(userId: string) {
  const entry = await bucket.store.get(keys.revoked({ org: 'acme', userId }));
  return entry?.value && readRevocation(Buffer.from(entry.value).toString());
}

test('the registry has a revocation as soon as it is committed, and its end', async () => {
  const userId = randomUUID();
  await put(userId, true, 1);
  await eventually(async () => (await published(userId))?.isRevoked === true, 1_000);
  await put(userId, false, 2);
  await eventually(async () => (await published(userId))?.isRevoked === false, 1_000);
  expect(await published(userId)).toMatchObject({ version: 2 });
});

test('an entry never gives way to an older version', async () => {
  const [userId, later] = [randomUUID(), randomUUID()];
  await put(userId, false, 5);
  await eventually(async () => (await published(userId))?.version === 5);
  await put(userId, true, 4);
  await put(later, true, 1);
  await eventually(async () => (await published(later)) !== undefined);
  expect(await published(userId)).toMatchObject({ isRevoked: false, version: 5 });
});

test('a registry that has lost everything, and text that is no entry, are written again at the next start', async () => {
  const [lost, garbled] = [randomUUID(), randomUUID()];
  await Promise.all([put(lost, true, 1), put(garbled, true, 1)]);
  await eventually(async () => Boolean((await published(lost)) && (await published(garbled))));
  await publishing.stop();
  await bucket.store.delete(keys.revoked({ org: 'acme', userId: lost }));
  await bucket.store.put(keys.revoked({ org: 'acme', userId: garbled }), 'no entry');
  publishing = publishAgain();
  await eventually(async () => Boolean((await published(lost)) && (await published(garbled))));
  expect(await published(lost)).toMatchObject({ isRevoked: true });
});
