import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkpoints } from '@nimbusvault/sdk/kernel';
import { Hearer } from '@nimbusvault/testing/fixtures/Hearer';
import { openYard, type Served, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { Teller } from '@nimbusvault/testing/fixtures/Teller';
import { eventually } from '@nimbusvault/testing';

const tell = 'mutation ($batch: String!) { tell(batch: $batch, size: 3) }';

let yard: Yard;
beforeAll(async () => {
  yard = await openYard(Teller, Hearer);
});
afterAll(() => yard[Symbol.asyncDispose]());

interface Effect {
  readonly handler: string;
  readonly event: string;
}

async function effectsOf(org: string): Promise<readonly string[]> {
  const rows = await yard.rows<Effect>(Hearer, `select handler, event from heard where org = '${org}'`, org);
  return rows.map(({ handler, event }) => `${handler} ${event}`).toSorted();
}

const toldIn = (org: string) =>
  `select data->>'event' as event from outbox where org = '${org}' and type = 'teller.told.v1'`;

interface Cast {
  readonly teller: Served;
  readonly hearer: Served;
}

/** Has events told, in two batches where the point is to be passed twice, until the one that is armed is dead. */
async function tellUntilDead({ teller, hearer }: Cast, org: string, pass: number): Promise<void> {
  const user = { org, userId: null, roles: ['member'] } as const;
  const ask = (batch: string) => teller.query(user, tell, { variables: { batch } }).catch(() => undefined);
  await ask('one');
  if (pass === 2) {
    await Promise.race([eventually(async () => (await effectsOf(org)).length === 6), hearer.ended]);
    await ask('two');
  }
  await Promise.race([teller.ended, hearer.ended]);
}

const points = checkpoints.filter((point) => /^(relay|consumer)\./.test(point));

/** A relay publishes what is said later at a pass of its own; a consumer passes its points for each message. */
const passesOf = (point: string) => (point.startsWith('relay.') ? [1, 2] : [1]);

describe.each([
  ['relay', Teller, Hearer],
  ['consumer', Hearer, Teller],
] as const)('killed as a %s', (part, victims, others) => {
  let other: Served;
  beforeAll(async () => {
    other = await yard.serve(others);
  });
  afterAll(() => other.kill());

  const own = points.filter((point) => point.startsWith(part));
  test.each(own.flatMap((point) => passesOf(point).map((pass) => [point, pass] as const)))(
    'at %s, at pass %i, every event has its effect once',
    async (point, pass) => {
      const org = `${point.replace('.', '-')}-${pass}`;
      const victim = await yard.serve(victims, { NIMBUS_TEST_KILL_AT: `${point}:${pass}` });
      const [teller, hearer] = part === 'relay' ? [victim, other] : [other, victim];
      await tellUntilDead({ teller, hearer }, org, pass);
      const next = await yard.serve(victims);
      const events = await yard.rows<{ event: string }>(Teller, toldIn(org));
      expect(events).toHaveLength(pass * 3);
      const due = events.flatMap(({ event }) => [`first ${event}`, `second ${event}`]).toSorted();
      await eventually(async () => (await effectsOf(org)).length >= due.length, 20_000);
      expect(await effectsOf(org)).toEqual(due);
      await next.kill();
    },
  );
});
