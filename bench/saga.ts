import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { defineEntity, p } from '@mikro-orm/core';
import {
  defineContext,
  defineHook,
  defineMigration,
  definePlugin,
  defineService,
  runWorkflow,
  tenantColumns,
  tenantTable,
  type Vault,
} from '@nimbusvault/sdk';
import { startPlugin } from '@nimbusvault/testing';
import pg from 'pg';
import { z } from 'zod';
import { cpuOfAll } from './lib/cpu.ts';
import { atMost, atLeast, print, quantile } from './lib/figures.ts';
import { startRestate } from './saga/restate.ts';

const rounds = 5;
const roundMs = 2_000;
const clients = 16;
const alone = 400;

const NoteSchema = defineEntity({ name: 'Note', properties: { ...tenantColumns, text: p.string() } });
class Note extends NoteSchema.class {}
NoteSchema.setClass(Note);
const notes = defineService(Note);
const noted = defineHook('bench.noted', 1, z.object({ text: z.string() }));

const context = defineContext({ input: z.object({ text: z.string() }), note: z.uuid() });
const writeNote = context.step({
  name: 'write-note',
  reads: ['input'],
  writes: ['note'],
  async forward({ input }, vault) {
    const { id } = await notes.create({ text: input.text }, vault);
    noted.fire({ text: input.text }, vault);
    return { note: id };
  },
  async rollback({ note }, vault) {
    await notes.delete(note, vault);
  },
});
const local = context
  .workflow('local')
  .step(writeNote)
  .result(({ note }) => note);

const doNothing = (name: string) => context.externalStep({ name, reads: [], writes: [], async forward() {} });
const external = context
  .workflow('external')
  .step(doNothing('one'))
  .step(doNothing('two'))
  .step(doNothing('three'))
  .result(() => null);

const Bench = definePlugin({
  name: 'Bench',
  entities: [Note],
  migrations: [
    defineMigration('1-create-note', {
      up: tenantTable('note', 'text text not null'),
      down: ['drop table note'],
    }),
  ],
  workflows: [local, external],
});

const outboxSql = `insert into outbox (org, id, subject, type, actor, request_id, data, created_at)
  values (?, gen_random_uuid(), ?, ?, null, ?, ?, now())`;

/** The same work without sagas: the row and its message in one transaction. */
async function plain(vault: Vault): Promise<void> {
  await vault.em.transactional(
    async (em) => {
      await notes.create({ text: 'hi' }, { ...vault, em });
      const values = [
        vault.org,
        `vault.${vault.org}.hook.Bench.bench.noted`,
        'bench.noted.v1',
        vault.requestId,
        '{"text":"hi"}',
      ];
      await em.getConnection().execute(outboxSql, values, 'run', em.getTransactionContext());
    },
    { clear: true },
  );
}

let calls = 0;
/** Set in the async context of a measured call; the concurrent relay and recovery are not counted. */
const measuring = new AsyncLocalStorage<true>();
// MikroORM brings its own copy of pg.
const requireOfMikroOrm = createRequire(import.meta.resolve('@mikro-orm/postgresql'));
for (const { Client } of [pg, requireOfMikroOrm('pg') as typeof pg]) countCalls(Client);

function countCalls({ prototype }: typeof pg.Client): void {
  const query = prototype.query as (...args: unknown[]) => unknown;
  prototype.query = function counted(this: pg.Client, ...args: unknown[]) {
    if (measuring.getStore()) calls += 1;
    return query.apply(this, args);
  } as typeof prototype.query;
}

await using bench = await startPlugin(Bench);
await demandSync(bench.servers.databaseUrl);
await using restate = await startRestate();
const dbosUrl = new URL(bench.servers.databaseUrl);
dbosUrl.pathname = '/dbos';
DBOS.setConfig({ name: 'bench', systemDatabaseUrl: dbosUrl.href, logLevel: 'error' });
const nothing = async () => {};
const dbos = DBOS.registerWorkflow(
  async () => {
    await DBOS.runStep(nothing, { name: 'one' });
    await DBOS.runStep(nothing, { name: 'two' });
    await DBOS.runStep(nothing, { name: 'three' });
  },
  { name: 'external' },
);
await DBOS.launch();

const vaultFor = () => bench.opened.vaultFor('acme');
const subjects = {
  'plain transaction': () => plain(vaultFor()),
  'saga, all local': () => runWorkflow(local, { text: 'hi' }, vaultFor()),
  'saga, 3 external no-op steps': () => runWorkflow(external, { text: 'hi' }, vaultFor()),
  'DBOS, 3 no-op steps': () => dbos(),
  'Restate, 3 no-op steps': () => restate.run(),
} satisfies Record<string, () => Promise<unknown>>;
type Subject = keyof typeof subjects;
const names = Object.keys(subjects) as Subject[];

interface Measured {
  readonly calls: number;
  readonly times: number[];
  readonly perSecond: number[];
  readonly cpuMs: number[];
}

const measured = Object.fromEntries(
  names.map((name): [Subject, Measured] => [name, { calls: 0, times: [], perSecond: [], cpuMs: [] }]),
) as Record<Subject, Measured>;

for (const name of names) await many(name, 300);
for (let round = 0; round < rounds; round += 1) {
  for (const name of names) {
    await oneByOne(name);
    await many(name, roundMs);
  }
}
await DBOS.shutdown();

/** One client: the latency of each run, and its number of SQL calls. */
async function oneByOne(name: Subject): Promise<void> {
  const before = calls;
  for (let count = 0; count < alone / rounds; count += 1) {
    const began = performance.now();
    await measuring.run(true, async () => void (await subjects[name]()));
    measured[name].times.push(performance.now() - began);
  }
  Object.assign(measured[name], { calls: Math.round((calls - before) / (alone / rounds)) });
}

/** Sixteen clients: runs a second, and the CPU for each: of this process, PostgreSQL, NATS, and the peer's server and service. */
async function many(name: Subject, ms: number): Promise<void> {
  const end = performance.now() + ms;
  const others = name.startsWith('Restate') ? [] : restate.processes.map(({ pid }) => pid);
  const cpu = cpuOfAll(others);
  const began = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (; performance.now() < end; done += 1) await subjects[name]();
    }),
  );
  measured[name].perSecond.push((done * 1_000) / (performance.now() - began));
  measured[name].cpuMs.push(((cpuOfAll(others) - cpu) * 1_000) / done);
}

const median = (values: readonly number[]) => quantile(values, 0.5);
const of = (name: Subject) => measured[name];
const p50 = (name: Subject) => median(of(name).times);
const [plainRow, localRow, ours] = names.map(of) as [Measured, Measured, Measured];
const byThose = (peer: Subject, value: (row: Measured) => readonly number[]) =>
  median(value(ours)) / median(value(of(peer)));
const perSecond = (row: Measured) => row.perSecond;
const cpuMs = (row: Measured) => row.cpuMs;

console.table(
  names.map((name) => ({
    subject: name,
    'SQL calls': of(name).calls,
    'p50, ms': Number(p50(name).toFixed(2)),
    'p99, ms': Number(quantile(of(name).times, 0.99).toFixed(2)),
    [`a second, ${clients} clients`]: Math.round(median(of(name).perSecond)),
    'CPU, ms each': Number(median(of(name).cpuMs).toFixed(2)),
  })),
);
print([
  atMost('all local: SQL calls more than the plain transaction', localRow.calls - plainRow.calls, 1),
  atMost(
    'all local: p50 by that of the plain transaction',
    p50('saga, all local') / p50('plain transaction'),
    1.4,
  ),
  atLeast('external: sagas a second by those of DBOS', byThose('DBOS, 3 no-op steps', perSecond), 4),
  atMost('external: CPU for each by that of DBOS', byThose('DBOS, 3 no-op steps', cpuMs), 0.25),
  atLeast('external: sagas a second by those of Restate', byThose('Restate, 3 no-op steps', perSecond), 2),
  atMost('external: CPU for each by that of Restate', byThose('Restate, 3 no-op steps', cpuMs), 0.35),
]);
await restate[Symbol.asyncDispose]();
process.exit(0);

/** Restate syncs to the disk, too. */
async function demandSync(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<Record<string, string>>(
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commits`,
  );
  await client.end();
  const [{ fsync, commits } = {}] = rows;
  if (fsync !== 'on' || commits !== 'on') throw new Error('PostgreSQL does not sync to the disk here.');
}
