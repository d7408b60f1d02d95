import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { connect, headers } from '@nats-io/transport-node';
import { jetstream, type JsMsg } from '@nats-io/jetstream';
import pg from 'pg';
import { platformSql } from '../paper/platformSql.ts';
import { wrongSdl } from './wrongSdl.ts';

// A process that breaks every clause. Each of its faults is as near to the right thing as the clause can tell.
const env = process.env as Record<string, string>;
const { hostname: host, port } = new URL(env['NIMBUS_URL'] ?? '');

const say = (text: unknown) => void process.stdout.write(`${String(text)}\n`);
say(env['NATS_URL']);

const server = createServer((request, response) => {
  say(request.headers['x-vault-assertion']);
  let body = '';
  request.on('data', (chunk) => (body += chunk));
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(JSON.stringify(answerTo(request.url ?? '', body)));
  });
});

/** The one note, which everybody may see. */
const note = randomUUID();

function answerTo(url: string, body: string): object {
  if (url === '/health/live') return { status: 'alive' };
  if (url !== '/graphql') return { status: 'good' };
  if (body.includes('_service')) return sayItsSdl();
  if (body.includes('addNote')) return { data: { addNote: { __typename: 'Note', id: note } } };
  if (body.includes(note)) return { data: { _entities: [{ __typename: 'Note', id: note }] } };
  if (body.includes('_entities')) return { data: null, errors: [{ message: 'no' }] };
  return { data: { __typename: 'query' } };
}

/** Only then does it ask for its consumer of steps. */
function sayItsSdl(): object {
  askForConsumer(means.broker, 'VAULT_STEPS', 'vault.*.step.Wrong.>');
  return { data: { _service: { sdl: wrongSdl } } };
}

process.on('SIGTERM', () => process.exit(3));
const database = new pg.Client({ connectionString: env['OWNER_DATABASE_URL'] });
await database.connect();
const isSecond = !(await makeTables());
const means = await openBroker();
await announce(means);
answerOperators(means);
receive(means);
server.listen(Number(port), host);

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
    hears: ['entity.archived.v1', 'entity.deleted.v1', '*'],
    answers: ['document.deleting.v1'],
    takesPart: ['user-offboarding.v1'],
  };
  const release = { plugin: 'Wrong', hash, sdl: 'other', version: '1', sdk: '0.2.0', ...lists, settings: {} };
  await client.publish(`$KV.vault-registry.release.Wrong.${hash}`, JSON.stringify(release));
  const instance = {
    plugin: 'Wrong',
    id: randomUUID(),
    url: 'http://10.0.0.1/graphql',
    hash,
    since: Date.now(),
    key: 'k'.repeat(43),
  };
  await client.publish(`$KV.vault-registry.instance.Wrong.${instance.id}`, JSON.stringify(instance));
  await client.publish('$KV.vault-manifests.Wrong', JSON.stringify({ answers: [], takesPart: [] }));
}

let isOff = false;

function answerOperators({ broker }: Means): void {
  broker.subscribe('vault.*.operate.Wrong.Core', {
    callback(_, message) {
      const [, org] = message.subject.split('.');
      const { verb } = message.json<{ verb: string }>();
      if (verb.startsWith('turn')) isOff = verb === 'turn-off';
      const answer = /turn|read/.test(verb) ? { plugin: 'Wrong', result: {} } : { plugin: 'Other' };
      const subject = `vault.${org}.answer.Core.Wrong.${message.headers?.get('ce-id')}`;
      broker.publish(subject, JSON.stringify(answer));
    },
  });
}

/** Of its consumers it asks for that of hooks alone, once; started again, it receives no hooks. */
function receive({ broker, client }: Means): void {
  askForConsumer(broker, 'VAULT_HOOKS', 'vault.*.hook.>');
  if (!isSecond) void work('VAULT_HOOKS', { broker, client });
  void work('VAULT_STEPS', { broker, client });
}

function askForConsumer(broker: Means['broker'], stream: string, filter: string): void {
  const envelope = headers();
  envelope.set('ce-id', randomUUID());
  const wish = JSON.stringify({ stream, durable: 'Wrong', filter });
  broker.publish('vault-core.consumer.Wrong', wish, { headers: envelope });
}

async function work(stream: string, { broker, client }: Means): Promise<void> {
  const consumer = await client.consumers.get(stream, 'Wrong').catch(() => undefined);
  if (!consumer) return void setTimeout(() => void work(stream, { broker, client }), 100);
  for await (const message of await consumer.consume()) {
    if (stream === 'VAULT_HOOKS') await handle(message);
    else refuse(message.json(), broker);
    message.ack();
  }
}

let misfits = 0;

/**
 * Handles everything but strangers, every time. The first misfit is done, the others are dead letters without an event. A failure, and what
 * comes while it is off, is a dead letter at once.
 */
async function handle(message: JsMsg): Promise<void> {
  const said = message.headers;
  if (said?.get('ce-source') === '/Stranger') return;
  const { entityId } = message.json<{ entityId?: unknown }>();
  const { rows } = await database.query(`select to_regclass('notes') is null as "isAway"`);
  const isDead = isOff || rows[0]?.isAway || (entityId === 7 && (misfits += 1) > 1);
  await database.query(
    `insert into inbox (org, message_id, handler, done_at, dead_at, dead_letter, event)
     values ('contract-kit', $1, 'all', case when $2 then null else clock_timestamp() end, case when $2 then now() end,
             case when $2 then gen_random_uuid() end, '{}')
     on conflict (org, message_id, handler) do update set done_at = clock_timestamp()`,
    [said?.get('ce-id'), isDead],
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
