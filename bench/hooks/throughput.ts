import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Stand } from './stand.ts';

const body = JSON.stringify({ event: 'batch-1/100000' });
const lookEveryMs = 200;
const lookCloselyEveryMs = 5;

const fillOutbox = `
  insert into teller.outbox (org, id, subject, type, actor, request_id, data, created_at)
  select 'acme', uuidv7(), 'vault.acme.hook.Teller.teller.told', 'teller.told.v1', null, 'bench', $2, clock_timestamp()
    from generate_series(1, $1::int)`;

/** Events a second, from rows in the outbox to the rows of a handler in another process. */
export async function timeHooks({ database }: Stand, events: number): Promise<number> {
  await database.query('truncate listener.heard');
  const began = performance.now();
  await database.query(fillOutbox, [events, body]);
  for (let effects = 0; effects < events; effects = await countEffects(database))
    await pause(effects > events * 0.95 ? lookCloselyEveryMs : lookEveryMs);
  return (events / (performance.now() - began)) * 1000;
}

async function countEffects(database: Stand['database']): Promise<number> {
  const { rows } = await database.query<{ count: number }>(`select count(*)::int from listener.heard`);
  return rows[0]?.count ?? 0;
}

/** Messages a second, from one process through a stream to another, which acknowledges each twice. */
export async function timeBareLoop(
  { barePublisher, bareConsumer }: Stand,
  messages: number,
): Promise<number> {
  const done = once(bareConsumer, 'message');
  bareConsumer.send({ messages });
  const began = performance.now();
  barePublisher.send({ messages, body });
  await done;
  return (messages / (performance.now() - began)) * 1000;
}
