import { resolve } from 'node:path';
import { startServers } from '@nimbusvault/vault';
import pg from 'pg';
import { runNimbus } from '../../tests/support/runNimbus.ts';

const password = 'bench';
const people = Number(process.env['BENCH_PEOPLE'] ?? 100);
const documentsEach = Math.ceil(20_000 / people);

/** The caller, and the document. */
export interface Question {
  readonly org: string;
  readonly userId: string;
  readonly documentId: string;
}

/** Core's database, and copies of it: unchanged, or without policies on the table that is read. */
export interface Databases extends AsyncDisposable {
  /** Makes a copy with that name; returns the URL for core's role. */
  copy(name: string, rowSecurity: boolean): Promise<string>;
  readonly natsUrl: string;
  /** This many users (100, or BENCH_PEOPLE), each in a separate organization with several documents. */
  readonly questions: readonly Question[];
}

const fill = [
  `insert into core.organization (org, id, name, created_at)
     select 'org-' || n, gen_random_uuid(), 'Number ' || n, now() from generate_series(1, ${people}) n`,
  `insert into core.document (org, id, title, body, created_at, updated_at)
     select 'org-' || n, gen_random_uuid(), 'Plan ' || m, repeat('What is to be done. ', 10), now(), now()
     from generate_series(1, ${people}) n, generate_series(1, ${documentsEach}) m`,
];

const asked = `select distinct on (org) org, id as "documentId", gen_random_uuid() as "userId"
  from core.document order by org, id`;

/** Without the organization in its condition the query needs another index, or it would be slower for that reason. */
const unseal = [
  `alter table core.document no force row level security`,
  `alter table core.document disable row level security`,
  `create unique index document_by_id on core.document (id)`,
];

/** Starts PostgreSQL and NATS, and fills the database. */
export async function openDatabases(): Promise<Databases> {
  const { PATH, NATS_SERVER_BIN } = process.env;
  const servers = await startServers({ env: { PATH, NATS_SERVER_BIN }, subgraphs: ['Core'] });
  const owner = new URL(servers.databaseUrl);
  await migrate(owner, asCore(owner));
  await run(owner, fill);
  const questions = (await run(owner, ['vacuum analyze', asked])) as Question[];
  return {
    natsUrl: servers.natsUrlOf('Core'),
    questions,
    async copy(name, rowSecurity) {
      const copy = named(owner, name);
      await run(named(owner, 'postgres'), [`create database ${name} template ${owner.pathname.slice(1)}`]);
      await run(copy, [...(rowSecurity ? [] : unseal), 'vacuum analyze']);
      return asCore(copy).href;
    },
    [Symbol.asyncDispose]: () => servers.stop(),
  };
}

function named(url: URL, database: string): URL {
  return Object.assign(new URL(url), { pathname: `/${database}` });
}

function asCore(url: URL): URL {
  return Object.assign(new URL(url), { username: 'vault_core', password });
}

async function migrate(owner: URL, runtime: URL): Promise<void> {
  const env = {
    OWNER_DATABASE_URL: owner.href,
    DATABASE_URL: runtime.href,
    NIMBUS_SUPERGRAPH: resolve('supergraph.yaml'),
  };
  const { code, stderr } = await runNimbus(['migrate', 'Core'], { cwd: '.', env });
  if (code !== 0) throw new Error(stderr);
}

/** Runs statements; returns the rows of the last. */
async function run(url: URL, statements: readonly string[]): Promise<object[]> {
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  let rows: object[] = [];
  for (const statement of statements) ({ rows } = await client.query<object>(statement));
  await client.end();
  return rows;
}
