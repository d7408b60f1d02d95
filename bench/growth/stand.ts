import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { Hearer } from '@nimbusvault/testing/fixtures/Hearer';
import { Journey } from '@nimbusvault/testing/fixtures/Journey';
import { Mill } from '@nimbusvault/testing/fixtures/Mill';
import { Moving } from '@nimbusvault/testing/fixtures/Moving';
import { openYard, type Served, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { Porter } from '@nimbusvault/testing/fixtures/Porter';
import { Teller } from '@nimbusvault/testing/fixtures/Teller';

const user = { org: 'acme', userId: null, roles: ['member'] } as const;
const mostTries = 20;
const tell = 'mutation ($batch: String!) { tell(batch: $batch, size: 1) }';
const move = `mutation { move(mood: "well") { ... on Move { box } ... on Conflict { message } } }`;
const travel = 'mutation { travel { flight } }';

const tellOfEffects = `
  create function hearer.tell_bench() returns trigger language plpgsql as $$
    begin perform pg_notify('bench', new.event); return null; end $$;
  create trigger tell_bench after insert on hearer.heard for each row when (new.handler = 'first')
    execute function hearer.tell_bench()`;

/** Plugins that use every table of the platform, on servers of their own: hooks, runs, participants, tasks. */
export interface GrowthStand extends AsyncDisposable {
  readonly yard: Yard;
  /** As the owner of the database. */
  readonly owner: pg.Client;
  /** Starts all processes, or starts them again. */
  restart(): Promise<void>;
  /** Triggers an effect in another plugin; resolves to its latency after the mutation's answer, in milliseconds. */
  effect(): Promise<number>;
  /** One piece of each kind of work. */
  work(): Promise<void>;
}

/** The plugins of an effect. */
export const hookPlugins = [Teller, Hearer];
const allPlugins = [...hookPlugins, Moving, Porter, Journey, Mill];

/** Opens a stand on which PostgreSQL counts the blocks that each statement reads. Nothing runs on it yet. */
export async function openGrowthStand(plugins = allPlugins): Promise<GrowthStand> {
  await using opening = new AsyncDisposableStack();
  const yard = opening.use(await openYard(...plugins));
  await countBlocks(yard);
  const owner = opening.adopt(await connect(yard), (client) => client.end());
  const arrivals = await followEffects(owner);
  let served: readonly Served[] = [];
  const effect = () => timeEffect((...query) => ask(served[0], ...query), arrivals);
  const opened = opening.move();
  return {
    yard,
    owner,
    async restart() {
      await Promise.all(served.map((one) => one.kill('SIGTERM')));
      served = await Promise.all(plugins.map((plugin) => yard.serve(plugin)));
    },
    effect,
    async work() {
      await effect();
      await untilDone(() => ask(served[2], move));
      await untilDone(() => ask(served[4], travel));
      await grindOne(owner);
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function ask(served: Served | undefined, query: string, variables = {}): Promise<void> {
  const { errors } = (await served?.query(user, query, { variables })) ?? {};
  if (errors) throw new Error(JSON.stringify(errors));
}

/** On a busy machine a step can be too late, and the run is undone. */
async function untilDone(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; tries < mostTries; tries += 1) {
    const isDone = await work().then(
      () => true,
      () => false,
    );
    if (isDone) return;
  }
  await work();
}

type Arrivals = Map<string, (at: number) => void>;

async function followEffects(owner: pg.Client): Promise<Arrivals> {
  const arrivals: Arrivals = new Map();
  owner.on('notification', ({ payload = '' }) => arrivals.get(payload)?.(performance.now()));
  await owner.query(`${tellOfEffects}; listen bench`);
  return arrivals;
}

async function timeEffect(
  tellOne: (query: string, variables: object) => Promise<void>,
  arrivals: Arrivals,
): Promise<number> {
  const batch = randomUUID();
  const arrived = Promise.withResolvers<number>();
  arrivals.set(`${batch}/0`, arrived.resolve);
  await tellOne(tell, { batch });
  const answered = performance.now();
  return (await arrived.promise) - answered;
}

/** Enqueues a task as a workflow does, and waits until it is done. */
async function grindOne(owner: pg.Client): Promise<void> {
  const id = randomUUID();
  await owner.query(
    `with task as (insert into mill.background_task (org, id, name, enqueued_at) values ('acme', '${id}', 'grind', now()))
     insert into mill.outbox (org, id, subject, type, request_id, data, created_at)
     values ('acme', '${id}', 'vault.acme.task.Mill.grind', 'task.grind.v1', 'bench', '{"text":"rye"}', now())`,
  );
  const done = `select from mill.inbox where org = 'acme' and message_id = '${id}' and handler = 'grind' and done_at is not null`;
  while ((await owner.query(done)).rowCount === 0) await pause(20);
}

async function countBlocks(yard: Yard): Promise<void> {
  const before = await connect(yard);
  await before.query(`alter system set shared_preload_libraries = 'pg_stat_statements'`);
  await before.query('alter system set autovacuum = off'); // the benchmark says when, so that all measure alike
  await before.end();
  const postgres = yard.servers.find('postgres');
  await postgres.stop();
  await postgres.start();
  const client = await connect(yard);
  await client.query('create extension pg_stat_statements');
  await client.end();
}

async function connect({ servers }: Yard): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: servers.databaseUrl });
  await client.connect();
  return client;
}
