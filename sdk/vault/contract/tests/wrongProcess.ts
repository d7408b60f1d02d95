import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { connect, headers } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import pg from 'pg';
import { platformSql } from '../paper/platformSql.ts';
import { wrongSdl } from './wrongSdl.ts';

// A process that breaks every clause. With WRONG=deaf it has no consumer either.
const env = process.env as Record<string, string>;
const { hostname: host, port } = new URL(env['NIMBUS_URL'] ?? '');

createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(JSON.stringify(answerTo(request.url ?? '', body)));
  });
}).listen(Number(port), host);

function answerTo(url: string, body: string): object {
  if (url === '/health/live') return { status: 'alive' };
  if (url !== '/graphql') return { status: 'good' };
  if (body.includes('_service')) return { data: { _service: { sdl: wrongSdl } } };
  if (body.includes('_entities')) return { data: null, errors: [{ message: 'no' }] };
  return { data: { __typename: 'query' } };
}

process.on('SIGTERM', () => process.exit(3));
const database = new pg.Client({ connectionString: env['OWNER_DATABASE_URL'] });
await database.connect();
const isSecond = !(await makeTables());
const means = await openBroker();
await announce(means);
answerOperators(means);
if (env['WRONG'] !== 'deaf') receive(means);

async function makeTables(): Promise<boolean> {
  const { rows } = await database.query(`select from pg_namespace where nspname = 'wrong'`);
  if (rows.length === 0)
    await database.query(`
      create schema wrong; create role vault_wrong login createdb; set search_path = wrong;
      ${platformSql()}
      alter table outbox drop column repeats; create table notes (org text);`);
  await database.query('set search_path = wrong');
  return rows.length === 0;
}

async function openBroker() {
  const nats = new URL(env['NATS_URL'] ?? '');
  const { host: servers, username: user, password: pass } = nats;
  const broker = await connect({ servers, user, pass, inboxPrefix: '_INBOX_Wrong' });
  broker.subscribe('vault.>', { callback() {} });
  return { broker, client: jetstream(broker) };
}

type Means = Awaited<ReturnType<typeof openBroker>>;

async function announce({ client }: Means): Promise<void> {
  const hash = '0'.repeat(32);
  const lists = {
    fires: [],
    hears: ['entity.archived.v1'],
    answers: ['document.deleting.v1'],
    takesPart: ['user-offboarding.v1'],
  };
  const release = { plugin: 'Wrong', hash, sdl: 'other', version: '1', sdk: '0.2.0', ...lists, settings: {} };
  await client.publish(`$KV.vault-registry.release.Wrong.${hash}`, JSON.stringify(release));
  const instance = { plugin: 'Wrong', id: randomUUID(), url: 'http://10.0.0.1/graphql', hash, since: 1 };
  await client.publish(`$KV.vault-registry.instance.Wrong.${instance.id}`, JSON.stringify(instance));
  await client.publish('$KV.vault-manifests.Wrong', JSON.stringify({ answers: [], takesPart: [] }));
}

function answerOperators({ broker }: Means): void {
  broker.subscribe('vault.*.operate.Wrong.Core', {
    callback(_, { subject, headers: said }) {
      const [, org] = subject.split('.');
      broker.publish(
        `vault.${org}.answer.Core.Wrong.${said?.get('ce-id')}`,
        JSON.stringify({ plugin: 'Other' }),
      );
    },
  });
}

/** Started again, it receives no hooks. */
function receive({ broker, client }: Means): void {
  for (const [stream, filter] of [
    ['VAULT_HOOKS', 'vault.*.hook.>'],
    ['VAULT_STEPS', 'vault.*.step.Wrong.>'],
  ] as const) {
    const envelope = headers();
    envelope.set('ce-id', randomUUID());
    const wish = JSON.stringify({ stream, durable: 'Wrong', filter });
    broker.publish('vault-core.consumer.Wrong', wish, { headers: envelope });
    if (!isSecond || stream === 'VAULT_STEPS') void work(stream, { broker, client });
  }
}

async function work(stream: string, { broker, client }: Means): Promise<void> {
  const consumer = await client.consumers.get(stream, 'Wrong').catch(() => undefined);
  if (!consumer) return void setTimeout(() => void work(stream, { broker, client }), 100);
  for await (const message of await consumer.consume()) {
    if (stream === 'VAULT_HOOKS') await handle(message.headers?.get('ce-id') ?? '', message.json());
    else refuse(message.json(), broker);
    message.ack();
  }
}

let misfits = 0;

/** Handles everything, every time. The first misfit is done, the others are dead letters without an event. */
async function handle(id: string, { entityId }: { readonly entityId?: unknown }): Promise<void> {
  const isDead = entityId === 7 && (misfits += 1) > 1;
  await database.query(
    `insert into inbox (org, message_id, handler, done_at, dead_at, dead_letter, event)
     values ('contract-kit', $1, 'all', case when $2 then null else clock_timestamp() end, case when $2 then now() end,
             case when $2 then gen_random_uuid() end, '{}')
     on conflict (org, message_id, handler) do update set done_at = clock_timestamp()`,
    [id, isDead],
  );
}

function refuse(command: Record<string, unknown>, broker: Means['broker']): void {
  const { run, workflow, step, direction, attempt } = command;
  const failure = { code: 'STEP_FAILED', message: 'no', isClear: false };
  const reply = { run, workflow, step, plugin: 'Wrong', direction, attempt, failure };
  broker.publish(
    `vault.contract-kit.reply.Core.${String(workflow)}.${String(run)}.Wrong`,
    JSON.stringify(reply),
  );
}
