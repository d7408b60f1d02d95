import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** An empty database on a PostgreSQL server that other tests use too, but not at the same time: roles belong to the server. */
interface TakenDatabase {
  /** The database as its owner. */
  readonly url: string;
  giveBack(): Promise<void>;
}

const prefix = 'nimbus_test_';
const lock = `hashtext('nimbusvault test database')`;
const databasesLeft = `select datname as name from pg_database where datname like '${prefix}%'`;
const rolesLeft = `select rolname as name from pg_roles where rolname like 'vault_%'`;

/** Takes a database on the first of the servers that no other test uses; undefined where all of them are used. */
export async function takeDatabase(servers: readonly string[]): Promise<TakenDatabase | undefined> {
  for (const server of servers) {
    const client = new pg.Client({ connectionString: server });
    await client.connect();
    const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${lock}) as taken`);
    if (rows[0]?.taken) return { url: await makeDatabase(client, server), giveBack: () => client.end() };
    await client.end();
  }
  return undefined;
}

/** Drops what the previous test left, even one that was killed, and makes an empty database. */
async function makeDatabase(client: pg.Client, server: string): Promise<string> {
  for (const database of await namesIn(client, databasesLeft))
    await client.query(`drop database ${database} with (force)`);
  for (const role of await namesIn(client, rolesLeft)) await client.query(`drop role ${role}`);
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  await client.query(`create database ${name}`);
  const url = new URL(server);
  url.pathname = name;
  return url.href;
}

async function namesIn(client: pg.Client, query: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(query);
  return rows.map(({ name }) => pg.escapeIdentifier(name));
}
