import { randomUUID } from 'node:crypto';
import { parse, print } from 'graphql';
import { isEntity, objectTypes, organizationNames } from '@nimbusvault/sdk/internal';
import { callAs, codeOf } from '../call.ts';
import type { Check } from '../check.ts';
import { Broken, demand, given } from '../finding.ts';
import { heardHooks, inboxOf, kitOrg, send, untilSettled, type InboxRow } from '../messages.ts';
import { operate } from '../operate.ts';
import { rootFields } from '../rootFields.ts';
import { until } from '../until.ts';
import type { World } from '../world.ts';

const goesOn = 'entity.deleted';
/** A process may believe what it has read of the switch for so long. */
const believedMs = 1_500;

const turn = (world: World, isOn: boolean) => operate(world, { verb: isOn ? 'turn-on' : 'turn-off' });

/** The process is off for the kit's organization during the work. */
async function whileOff<Result>(world: World, work: () => Promise<Result>): Promise<Result> {
  await turn(world, false);
  try {
    return await work();
  } finally {
    await turn(world, true);
  }
}

async function answersSwitch(world: World): Promise<void> {
  const seen = await whileOff(world, () => operate(world, { verb: 'read-switch' }));
  demandState(world, seen, false);
  demandState(world, await turn(world, true), true);
}

function demandState({ name }: World, said: unknown, isOn: boolean): void {
  const { id, plugin, isOn: answered, changedAt, waiting, forgotten } = said as Record<string, unknown>;
  demand(
    id === name && plugin === name && answered === isOn,
    `the switch that is ${isOn ? 'on' : 'off'} is answered as ${JSON.stringify(said)}`,
  );
  demand(
    typeof changedAt === 'string' && typeof waiting === 'number' && typeof forgotten === 'object',
    `the answer lacks changedAt, waiting or forgotten: ${JSON.stringify(said)}`,
  );
}

async function refusesRootFields(world: World): Promise<void> {
  const { query, mutation } = organizationNames(world.name);
  const fields = rootFields(world).filter(({ name }) => name !== query && name !== mutation);
  given(fields[0], 'it has no root field');
  const claims = { user: randomUUID(), roles: ['admin'] };
  await whileOff(world, async () => {
    for (const { name, document } of fields) {
      const code = async (org: string) =>
        codeOf(await callAs(world, document, { claims: { ...claims, org } }));
      await until(
        async () => (await code(kitOrg)) === 'PLUGIN_NOT_ENABLED' || undefined,
        `${name} is not refused with PLUGIN_NOT_ENABLED while it is off`,
        believedMs,
      );
      demand(
        (await code('another-org')) !== 'PLUGIN_NOT_ENABLED',
        `${name} is refused to an organization for which it is on`,
      );
    }
  });
}

async function answersNoReferences(world: World): Promise<void> {
  const types = objectTypes(parse(world.sdl ?? '')).filter(
    (type) => isEntity(type) && !/resolvable: false/.test(print(type)),
  );
  given(types[0], 'it resolves no references');
  const all = types.map(({ name }) => ({ __typename: name.value, id: randomUUID() }));
  const query = 'query ($all: [_Any!]!) { _entities(representations: $all) { __typename } }';
  const { body } = await whileOff(world, () => callAs(world, query, { variables: { all } }));
  const answered = (body.data?.['_entities'] ?? []) as readonly unknown[];
  demand(
    !body.errors && answered.length === all.length && answered.every((each) => each === null),
    `references are answered with ${JSON.stringify(body).slice(0, 200)} while it is off, not with nulls alone`,
  );
}

/** A hook that a process may set aside. */
function optionalHook(world: World) {
  const hook = heardHooks(world).find(({ name }) => name !== goesOn);
  return given(hook, `the process hears no hook of core but ${goesOn}`);
}

async function setAsideOf(world: World): Promise<{ readonly id: string; readonly row: InboxRow }> {
  const id = await send(world, optionalHook(world));
  const row = await until(
    async () => (await inboxOf(world, id))[0],
    'a hook that comes while it is off has no row in its inbox in time',
    world.patienceMs,
  );
  given(row.done ? undefined : row, 'its handler goes on while it is off');
  if (!row.off) throw new Broken('a hook that comes while it is off is neither set aside nor handled');
  return { id, row };
}

async function setsAside(world: World): Promise<void> {
  const { row } = await whileOff(world, () => setAsideOf(world));
  const event = row.event ?? {};
  const missing = ['type', 'subject', 'source', 'time', 'actor', 'requestId', 'data'].filter(
    (key) => !(key in event),
  );
  demand(missing.length === 0, `the event of a message that is set aside lacks ${missing.join(', ')}`);
}

async function catchesUp(world: World): Promise<void> {
  const { id } = await whileOff(world, () => setAsideOf(world));
  const fact = 'what was set aside is not handled in time once it is on again';
  const rows = await untilSettled(world, id, fact);
  demand(
    rows.every(({ done, off }) => done && !off),
    fact,
  );
}

async function forgetsWhileOff(world: World): Promise<void> {
  const hook = given(
    heardHooks(world).find(({ name }) => name === goesOn),
    `the process does not hear ${goesOn}`,
  );
  await whileOff(world, async () => {
    const id = await send(world, hook);
    const rows = await untilSettled(world, id, `${goesOn} is not handled in time while it is off`);
    demand(
      rows.every(({ done }) => done),
      `${goesOn} is not handled while it is off`,
    );
  });
}

export const switchChecks: readonly Check[] = [
  {
    clause: '14.3',
    title: 'deletions are heard while it is off',
    fix: 'Handle entity.deleted whatever the switch says.',
    run: forgetsWhileOff,
  },
  {
    clause: '16.2',
    title: 'the switch is turned by command',
    fix: 'Answer read-switch, turn-on and turn-off with id, plugin, isOn, changedAt, waiting and forgotten.',
    run: answersSwitch,
  },
  {
    clause: '16.4',
    title: 'root fields are off',
    fix: 'Answer each root field with null and PLUGIN_NOT_ENABLED, for that organization alone.',
    run: refusesRootFields,
  },
  {
    clause: '16.5',
    title: 'references are null while it is off',
    fix: 'Resolve each reference to null, without an error.',
    run: answersNoReferences,
  },
  {
    clause: '16.6',
    title: 'hooks wait while it is off',
    fix: 'Write off_at and event into the row of the inbox instead of handling the message, and acknowledge it.',
    run: setsAside,
  },
  {
    clause: '16.7',
    title: 'what waited is handled when it is on again',
    fix: 'With turn-on take off_at away, set due_at to now, and put a repetition of each into the outbox.',
    run: catchesUp,
  },
];
