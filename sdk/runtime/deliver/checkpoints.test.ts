import { afterAll, beforeAll, expect, test } from 'vitest';
import { Carter } from '@nimbusvault/testing/fixtures/Carter';
import { openYard, type Served, type Yard } from '@nimbusvault/testing/fixtures/openYard';
import { eventually } from '@nimbusvault/testing';

const patienceMs = 60_000;

let yard: Yard;
beforeAll(async () => {
  yard = await openYard(Carter);
});
afterAll(() => yard[Symbol.asyncDispose]());

const carry =
  'mutation ($count: Int!, $batch: Int!, $pauseMs: Int, $after: Int) { carry(count: $count, batch: $batch, pauseMs: $pauseMs, after: $after) }';

interface Load {
  readonly count: number;
  readonly batch: number;
  readonly pauseMs?: number;
  readonly after?: number;
}

async function order(served: Served, org: string, load: Load): Promise<string> {
  const { data } = await served.query({ org, userId: null, roles: ['member'] }, carry, { variables: load });
  return String(data.carry);
}

interface State {
  readonly done: number;
  readonly isDone: boolean;
  readonly attempts: number;
}

async function stateOf(id: string): Promise<State> {
  const [row] = await yard.rows<State>(
    Carter,
    `select coalesce((progress->>'done')::int, 0) as done, inbox.done_at is not null as "isDone", coalesce(attempts, 0) as attempts
       from background_task as task left join inbox on message_id = task.id where task.id = '${id}'`,
  );
  return row ?? { done: 0, isDone: false, attempts: 0 };
}

/** The progress that was seen until the task was done, or until there was enough. */
async function watch(id: string, enough = Infinity): Promise<number[]> {
  const seen: number[] = [];
  await eventually(async () => {
    const { done, isDone } = await stateOf(id);
    seen.push(done);
    return isDone || done >= enough;
  }, patienceMs);
  return seen;
}

/** The places of an organization's rows, each with the number of its rows, where that is not one. */
async function placesOf(table: 'crate' | 'arrival', org: string): Promise<{ all: number; odd: unknown[] }> {
  const rows = await yard.rows<{ place: number; count: number }>(
    Carter,
    `select place, count(*)::int as count from ${table} where org = '${org}' group by place`,
    org,
  );
  return { all: rows.length, odd: rows.filter(({ count }) => count !== 1) };
}

async function expectAllOnce(org: string, { count, batch }: Load): Promise<void> {
  expect(await placesOf('crate', org)).toEqual({ all: count, odd: [] });
  const batches = Math.ceil(count / batch);
  await eventually(async () => (await placesOf('arrival', org)).all === batches, patienceMs);
  expect(await placesOf('arrival', org)).toEqual({ all: batches, odd: [] });
}

const isRising = (seen: readonly number[]) => seen.every((each, index) => each >= (seen[index - 1] ?? 0));

test(
  'an import whose processes are killed goes on from its newest checkpoint: each item once, the bar never back',
  async () => {
    const load = { count: 4_000, batch: 50 };
    let serving = await yard.serve(Carter, { NIMBUS_TEST_KILL_AT: 'task.before-commit:20' });
    const id = await order(serving, 'killed', load);
    const watching = watch(id);
    for (const point of ['task.after-commit:20', 'task.before-commit:1', undefined]) {
      await serving.ended;
      serving = await yard.serve(Carter, { NIMBUS_TEST_KILL_AT: point });
    }
    const seen = await watching;
    expect(isRising(seen)).toBe(true);
    expect(await stateOf(id)).toEqual({ done: 4_000, isDone: true, attempts: 0 });
    await expectAllOnce('killed', load);
    await serving.kill();
  },
  2 * patienceMs,
);

test(
  'a process that sleeps while another goes on cannot commit when it wakes up',
  async () => {
    const load = { count: 600, batch: 10, pauseMs: 100 };
    const sleeper = await yard.serve(Carter);
    const id = await order(sleeper, 'asleep', load);
    const seen = await watch(id, 100);
    sleeper.child.kill('SIGSTOP');
    const asleepAt = (await stateOf(id)).done;
    const other = await yard.serve(Carter);
    seen.push(...(await watch(id, asleepAt + 100)));
    sleeper.child.kill('SIGCONT');
    seen.push(...(await watch(id)));
    expect(isRising(seen)).toBe(true);
    expect(await stateOf(id)).toEqual({ done: 600, isDone: true, attempts: 0 });
    await expectAllOnce('asleep', load);
    await other.kill();
    await watch(await order(sleeper, 'awake', { count: 1, batch: 1 }));
    await sleeper.kill();
  },
  2 * patienceMs,
);

test(
  'a task for later waits through the end of its process and of the broker, and of all that the broker stores',
  async () => {
    const first = await yard.serve(Carter);
    const enqueuedAt = Date.now();
    const id = await order(first, 'later', { count: 1, batch: 1, after: 5_000 });
    const nats = yard.servers.find('nats');
    await first.kill();
    await nats.stop();
    await nats.start();
    const second = await yard.serve(Carter);
    const [waiting] = await yard.rows(Carter, `select id from outbox where id = '${id}'`);
    expect(waiting).toBeUndefined();
    await watch(id);
    const [{ at } = { at: new Date(0) }] = await yard.rows<{ at: Date }>(
      Carter,
      `select done_at as at from inbox where message_id = '${id}'`,
    );
    expect(at.getTime()).toBeGreaterThanOrEqual(enqueuedAt + 5_000);
    await expectAllOnce('later', { count: 1, batch: 1 });
    await second.kill();
  },
  2 * patienceMs,
);
