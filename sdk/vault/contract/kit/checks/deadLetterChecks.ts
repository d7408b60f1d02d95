import { subjects } from '@nimbusvault/sdk/kernel';
import { deadLetter } from '../../paper/deadLetter.ts';
import type { Check } from '../check.ts';
import { Broken, demand } from '../finding.ts';
import { heardHook, inboxOf, kitOrg, send, untilSettled } from '../messages.ts';
import { operate } from '../operate.ts';
import { until } from '../until.ts';
import type { World } from '../world.ts';

const by = 'contract kit';

/** Sends a payload that no schema accepts; returns the message and its row. */
async function kill(world: World) {
  const hook = heardHook(world);
  const messageId = await send(world, { ...hook, data: { entityId: 7 } });
  const [row] = await untilSettled(
    world,
    messageId,
    'a payload that the schema refuses has no dead row in its inbox',
  );
  if (!row?.dead || !row.letter) throw new Broken('a payload that the schema refuses is not a dead letter');
  return { messageId, hook, row, letter: row.letter };
}

async function diesAtOnce(world: World): Promise<void> {
  await kill(world);
}

async function keepsTheEvent(world: World): Promise<void> {
  const { row, hook } = await kill(world);
  const event = row.event ?? {};
  const missing = ['type', 'subject', 'source', 'time', 'actor', 'requestId', 'data'].filter(
    (key) => !(key in event),
  );
  demand(missing.length === 0, `the event of a dead letter lacks ${missing.join(', ')}`);
  demand(
    event['type'] === hook.type && event['subject'] === hook.subject,
    'the event of a dead letter is another one',
  );
  demand(
    event['source'] === 'Core',
    `the event of a dead letter has the source ${JSON.stringify(event['source'])}`,
  );
}

async function saysSo(world: World): Promise<void> {
  const { name, connection } = world;
  const heard = connection.subscribe(subjects.dlq(kitOrg, name, '>'));
  try {
    const { messageId } = await kill(world);
    const timer = setTimeout(() => heard.unsubscribe(), world.patienceMs);
    for await (const message of heard) {
      const said = deadLetter.safeParse(message.json());
      if (said.data && said.data.event.id !== messageId) continue;
      clearTimeout(timer);
      if (!said.success) throw new Broken(`dead-letter.v1 is invalid: ${said.error.message}`);
      const header = (attribute: string) => message.headers?.get(`ce-${attribute}`);
      demand(header('type') === 'dead-letter.v1', `its ce-type is ${header('type')}`);
      demand(header('source') === `/${name}`, `its ce-source is ${header('source')}`);
      return demand(header('org') === kitOrg, `its ce-org is ${header('org')}`);
    }
    throw new Broken('nothing came to the subject of its dead letters in time');
  } finally {
    heard.unsubscribe();
  }
}

async function marksPublished(world: World): Promise<void> {
  await kill(world);
  const { database, schema } = world;
  const look = async () => {
    const { rows } = await database.query(
      `select from "${schema}".outbox where type = 'dead-letter.v1' and published_at is not null and stream = 'VAULT_DLQ'`,
    );
    return rows.length > 0 || undefined;
  };
  await until(
    look,
    'its outbox has no row of a dead letter with published_at and stream in time',
    world.patienceMs,
  );
}

async function takesCommands(world: World): Promise<void> {
  const runs = await operate(world, { verb: 'list-sagas', status: null });
  demand(Array.isArray(runs), `list-sagas answered ${JSON.stringify(runs)}`);
  const odd = (await operate(world, { verb: 'dance' })) as { readonly code?: string };
  demand(odd.code === 'BAD_USER_INPUT', `an unknown command answered ${JSON.stringify(odd)}`);
}

async function listsLetters(world: World): Promise<void> {
  const { letter } = await kill(world);
  const all = (await operate(world, { verb: 'list-dead-letters' })) as readonly Record<string, unknown>[];
  const found = Array.isArray(all) ? all.find(({ id }) => id === letter) : undefined;
  demand(
    found?.['state'] === 'dead' && found['plugin'] === world.name,
    'list-dead-letters lacks a dead letter',
  );
  const others = await operate(world, { verb: 'list-dead-letters' }, 'another-org');
  demand(
    JSON.stringify(others) === '[]',
    'list-dead-letters shows an organization the dead letters of another',
  );
  const shown = (await operate(world, { verb: 'show-dead-letter', id: letter })) as Record<string, unknown>;
  demand(typeof shown?.['data'] === 'string', 'show-dead-letter has no data, as text');
}

async function replays(world: World): Promise<void> {
  const { messageId, letter } = await kill(world);
  await operate(world, { verb: 'replay-dead-letter', id: letter, by, reason: null });
  const look = async () => {
    const [row] = await inboxOf(world, messageId);
    return (row?.dead && row.replays.length === 1) || undefined;
  };
  await until(
    look,
    'a dead letter that was replayed was not handled again, and dead again, in time',
    world.patienceMs,
  );
  const [row] = await inboxOf(world, messageId);
  demand(row?.letter === letter, 'a dead letter got another id when it was replayed');
}

export const deadLetterChecks: readonly Check[] = [
  {
    clause: '9.4',
    title: 'a misfit is a dead letter at once',
    fix: "Check the payload by the hook's JSON Schema, and bury the message without a retry.",
    run: diesAtOnce,
  },
  {
    clause: '10.1',
    title: 'a dead letter keeps its event',
    fix: 'Set dead_at, dead_letter and event (type, subject, source, time, actor, requestId, data).',
    run: keepsTheEvent,
  },
  {
    clause: '10.2',
    title: 'a dead letter is announced',
    fix: 'Put dead-letter.v1 into the outbox in the same transaction, for vault.<org>.dlq.<Name>.<hook>.',
    run: saysSo,
  },
  {
    clause: '10.3',
    title: 'operators are answered',
    fix: 'Answer at vault.<org>.answer.Core.<Name>.<ce-id>; an unknown command with BAD_USER_INPUT.',
    run: takesCommands,
  },
  {
    clause: '10.4',
    title: 'dead letters are listed by organization',
    fix: "Select those of the subject's org, with the fields of the clause.",
    run: listsLetters,
  },
  {
    clause: '10.5',
    title: 'dead letters are replayed',
    fix: 'Reset the row and put the repetition into the outbox in one transaction; handle it by ce-handler.',
    run: replays,
  },
  {
    clause: '11.2',
    title: 'the outbox is marked',
    fix: 'After the acknowledgement of the stream set published_at, stream and stream_sequence.',
    run: marksPublished,
  },
];
