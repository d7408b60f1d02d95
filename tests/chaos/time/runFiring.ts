import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Kvm } from '@nats-io/kv';
import { connect } from '@nats-io/transport-node';
import { buckets } from '@nimbusvault/sdk/kernel';
import { kill } from '../../support/faults/afflictions.ts';
import type { Stage } from './stage.ts';

const shards = 256;
const downMs = 2_000;
const lookEveryMs = 1_000;

/** The figures of a firing, and what is wrong with its tasks. */
interface FiringEnd {
  readonly organizations: number;
  readonly 'enqueued, s': number;
  readonly 'done, s': number;
  readonly 'peak of a process, MiB': number;
  readonly violations: readonly string[];
}

interface Progress {
  readonly tasks: number;
  readonly done: number;
  readonly result: string | null;
}

const progressSql = `
  select (select count(*)::int from clockwork.background_task where name = 'tick-ended') as tasks,
         (select count(*)::int from clockwork.inbox where handler = 'tick-ended' and done_at is not null) as done,
         (select last->>'result' from clockwork.schedule where name = 'ended') as result`;

/** Lets a schedule fire for so many organizations, and kills the process that fires when half of them have their task. */
export async function runFiring(
  stage: Stage,
  organizations: number,
  tell: (line: string) => void,
): Promise<FiringEnd> {
  await publish(stage, organizations);
  await stage.rows(
    `update clockwork.schedule set settled_at = now() - interval '49 hours' where name = 'ended'`,
  );
  const began = performance.now();
  const seconds = () => Math.round((performance.now() - began) / 100) / 10;
  let [peak, enqueued, killing] = [0, 0, undefined as Promise<void> | undefined];
  for (;;) {
    const { tasks, done, result } = await progressOf(stage);
    peak = Math.max(peak, ...stage.processes.map(memoryOf));
    tell(`${seconds()} s: ${tasks} enqueued, ${done} done`);
    if (tasks >= organizations / 2) killing ??= killTheFiring(stage, tell);
    if (result === 'fired') enqueued ||= seconds();
    if (result === 'fired' && done >= organizations) break;
    await pause(lookEveryMs);
  }
  await killing;
  return {
    organizations,
    'enqueued, s': enqueued,
    'done, s': seconds(),
    'peak of a process, MiB': peak,
    violations: await violationsIn(stage, organizations),
  };
}

async function progressOf(stage: Stage): Promise<Progress> {
  const [progress] = await stage.rows<Progress>(progressSql);
  return progress ?? { tasks: 0, done: 0, result: null };
}

/** As core does it; the processes have made the bucket. */
async function publish({ servers, rows }: Stage, organizations: number): Promise<void> {
  const { host, username: user, password: pass } = new URL(servers.natsUrl);
  const connection = await connect({ servers: host, ...(user && { user, pass }) });
  const bucket = await new Kvm(connection).open(buckets.organizations);
  const slugs = Array.from({ length: organizations }, (_, number) => `org-${number}`);
  for (let shard = 0; shard < shards; shard += 1)
    await bucket.put(String(shard), JSON.stringify(slugs.filter((_, number) => number % shards === shard)));
  await connection.close();
  const knownSql = 'select count(*)::int as known from clockwork.known_organization';
  while ((await rows<{ known: number }>(knownSql))[0]?.known !== organizations) await pause(lookEveryMs);
}

const firingSql = `
  select split_part(application_name, ' ', 3)::int as pid from pg_stat_activity join pg_locks using (pid)
   where application_name like 'Clockwork schedules %' and locktype = 'advisory' and granted`;

async function killTheFiring({ processes, rows }: Stage, tell: (line: string) => void): Promise<void> {
  const [firing] = await rows<{ pid: number }>(firingSql);
  const victim = processes.find(({ pid }) => pid === firing?.pid);
  if (!victim) throw new Error('No process fires.');
  tell(`kill -9 of ${victim.pid}, which fires`);
  await kill(victim, downMs);
}

function memoryOf({ pid }: Stage['processes'][number]): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024);
  } catch {
    return 0; // it has ended
  }
}

const examineSql = `
  select count(*)::int as tasks, count(distinct task.org)::int as orgs, count(distinct data->>'scheduledFor')::int as times,
         count(done_at)::int as done, count(dead_at)::int as dead,
         (select (last->>'organizations')::int from clockwork.schedule where name = 'ended') as told
    from clockwork.background_task as task join clockwork.outbox using (org, id)
    left join clockwork.inbox on inbox.org = task.org and inbox.message_id = task.id
   where task.name = 'tick-ended'`;

async function violationsIn({ rows }: Stage, organizations: number): Promise<readonly string[]> {
  const [found] = await rows<Record<string, number>>(examineSql);
  const wanted = { tasks: organizations, orgs: organizations, times: 1, done: organizations, dead: 0 };
  return Object.entries({ ...wanted, told: organizations }).flatMap(([what, count]) =>
    found?.[what] === count ? [] : [`${what}: ${found?.[what]} instead of ${count}`],
  );
}
