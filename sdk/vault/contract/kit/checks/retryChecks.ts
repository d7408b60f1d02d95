import { platformSql } from '../../paper/platformSql.ts';
import { everyHook, heardHook, inboxOf, kitOrg, send, untilSettled, type InboxRow } from '../messages.ts';
import type { Check } from '../check.ts';
import { demand, LeftOut } from '../finding.ts';
import { until } from '../until.ts';
import type { World } from '../world.ts';

const platformTables = [...platformSql().matchAll(/^create table (\w+)/gm)].map(([, table]) => table);
const mostTries = 8;
/** At the end of the names of tables that are hidden. */
const away = '_of_the_kit';

/** The process does not find its own tables during the work. */
async function withoutTables({ database, schema }: World, work: () => Promise<void>): Promise<void> {
  const { rows } = await database.query<{ name: string }>(
    `select table_name as name from information_schema.columns
      where table_schema = $1 and column_name = 'org' and not table_name = any($2)`,
    [schema, platformTables],
  );
  const rename = async (from: string, to: string) => {
    for (const { name } of rows)
      await database.query(`alter table "${schema}"."${name}${from}" rename to "${name}${to}"`);
  };
  await rename('', away);
  try {
    await work();
  } finally {
    await rename(away, '');
  }
}

/** Waits for the first row of a message whose handler must fail. */
async function untilTried(world: World, id: string): Promise<InboxRow> {
  const row = await until(
    async () => (await inboxOf(world, id))[0],
    'a handler that fails leaves no row in the inbox in time',
    world.patienceMs,
  );
  if (row.done) throw new LeftOut('its handler has nothing to do with its own tables');
  return row;
}

async function triesAgain(world: World): Promise<void> {
  const { database, schema, patienceMs } = world;
  const hook = heardHook(world);
  let [retried, buried] = ['', ''];
  await withoutTables(world, async () => {
    retried = await send(world, hook);
    const { attempts, dead, due, code } = await untilTried(world, retried);
    demand(!dead, 'a handler that fails once has made its message a dead letter');
    demand(attempts >= 1, `after a failure its row counts ${attempts} attempts`);
    demand(due !== null && code !== null, 'after a failure its row has no due_at and no error_code');
    buried = await send(world, hook);
    await untilTried(world, buried);
    await database.query(
      `update "${schema}".inbox set attempts = ${mostTries - 1} where org = $1 and message_id = $2`,
      [kitOrg, buried],
    );
    const isDead = async () => (await inboxOf(world, buried)).some(({ dead: over }) => over) || undefined;
    await until(isDead, `a message is no dead letter after ${mostTries} tries`, patienceMs);
  });
  const rows = await untilSettled(world, retried, 'a message that failed is not tried again in time');
  demand(
    rows.every(({ done }) => done),
    'a message that failed is not done after a try that goes well',
  );
}

async function hearsEveryHook(world: World): Promise<void> {
  if (!world.release?.hears.includes(everyHook)) throw new LeftOut('the process does not hear every hook');
  const subject = `vault.${kitOrg}.hook.Stranger.thing.happened`;
  const id = await send(world, { type: 'thing.happened.v1', subject, data: {}, source: 'Stranger' });
  await untilSettled(world, id, 'a hook that nobody knows has no row in its inbox in time');
}

export const retryChecks: readonly Check[] = [
  {
    clause: '9.3',
    title: 'a handler that fails is tried again',
    fix: 'Roll back; in a new transaction count the attempt and set due_at; after 8 tries make it a dead letter.',
    run: triesAgain,
  },
  {
    clause: '9.9',
    title: 'one that hears everything hears strangers',
    fix: 'Handle each message of the consumer but repetitions of others, whatever its type and its sender.',
    run: hearsEveryHook,
  },
];
