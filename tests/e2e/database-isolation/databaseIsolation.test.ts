import { isolationFaults } from '@nimbusvault/testing';
import pg from 'pg';
import { expect, test } from 'vitest';
import { sharedVault } from '../../support/sharedVault.ts';

const { databaseUrl: owner, subgraphs } = sharedVault();
const schemas = Object.keys(subgraphs).map((name) => name.toLowerCase());

test.each(Object.entries(subgraphs))(
  'the schema of %s isolates organizations and plugins',
  async (name, at) => {
    expect(await isolationFaults(name.toLowerCase(), { owner, runtime: at.databaseUrl })).toEqual([]);
  },
);

test('no table is outside the checked schemas', async () => {
  const client = new pg.Client({ connectionString: owner });
  await client.connect();
  const { rows } = await client.query(
    `select relnamespace::regnamespace || '.' || relname as name from pg_class
      where relkind in ('r', 'p', 'v', 'm', 'f') and relnamespace::regnamespace::text <> all ($1)
        and relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'`,
    [schemas],
  );
  await client.end();
  expect(rows).toEqual([]);
});
