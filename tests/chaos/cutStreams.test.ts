import { randomUUIDv7 } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { connect, headers } from '@nats-io/transport-node';
import { eventually } from '@nimbusvault/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outagesOf } from '../support/faults/outages.ts';
import { lookAt } from './hooks/examine.ts';
import { speak } from './hooks/speak.ts';
import { openStage, type Stage } from './hooks/stage.ts';

const events = 100;
const patienceMs = 25_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

/** Two handlers receive each event of the outbox, and `more` events that are in no outbox. */
async function untilHeard(more = 0): Promise<void> {
  await eventually(async () => {
    const { committed = 0, effects = 0 } = (await lookAt(stage.servers.databaseUrl)) ?? {};
    return committed > 0 && effects === 2 * (committed + more);
  }, patienceMs);
}

/** Publishes like another subgraph that is faster than the one whose messages were lost. */
async function publish(event: string): Promise<void> {
  const { hostname, port, username, password } = new URL(stage.servers.natsUrl);
  const nats = await connect({ servers: `${hostname}:${port}`, user: username, pass: password });
  const envelope = headers();
  const attributes = { id: randomUUIDv7(), type: 'teller.told.v1', time: new Date().toISOString() };
  for (const [name, value] of Object.entries({
    ...attributes,
    org: 'acme',
    actor: '',
    requestid: 'r',
    source: '/Teller',
  }))
    envelope.set(`ce-${name}`, value);
  const body = JSON.stringify({ event });
  await jetstream(nats).publish('vault.acme.hook.Teller.teller.told', body, { headers: envelope });
  await nats.close();
}

test('new messages at the sequences of lost ones are delivered, even if the consumer was past them', async () => {
  const { cutStreams } = outagesOf(stage.servers);
  await cutStreams(0, async () => {
    await speak(stage, { events, rate: 10_000 });
    await untilHeard();
    await Promise.all(stage.tellers.map((each) => each.kill()));
  });
  await publish('in place of what was lost');
  await untilHeard(1);
  const database = new pg.Client({ connectionString: stage.servers.databaseUrl });
  await database.connect();
  const { rows } = await database.query(`select 1 from hearer.heard where event like 'in place%'`);
  await database.end();
  expect(rows).toHaveLength(2);
});
