import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Stage } from './stage.ts';

/** A violation. `at` is the time of its run's last progress. */
export interface Violation {
  readonly what: string;
  readonly run: string;
  readonly at: Date;
}

interface Run {
  readonly id: string;
  readonly org: string;
  readonly status: string;
  readonly key: string;
  readonly at: Date;
  /** The messages about its end, and about its steps. */
  readonly said: readonly string[];
}

const runsSql = `
  select id, org, status, split_part(idempotency_key, '/', 2) as key, updated_at as at,
    array(select regexp_replace(subject, '^vault\\.[^.]+\\.saga\\.Journey\\.travel\\.', '') from journey.outbox
           where outbox.org = saga.org and outbox.subject like 'vault.%.saga.Journey.travel.%' and data->>'run' = saga.id::text) as said
    from journey.saga`;

/** Waits until all runs have ended; throws after this long. */
export async function untilQuiet({ servers }: Stage, milliseconds: number): Promise<void> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const left = await query<{ count: number }>(
      servers.databaseUrl,
      `select count(*)::int as count from journey.saga where status in ('running', 'compensating')`,
    );
    if (left[0]?.count === 0) return;
    if (Date.now() > deadline) throw new Error(`${left[0]?.count} runs do not end.`);
    await pause(200);
  }
}

/** All violations of the runs that were requested under these keys. */
export async function examine(
  { servers, worldFile }: Stage,
  keys: readonly string[],
): Promise<readonly Violation[]> {
  const runs = await query<Run>(servers.databaseUrl, runsSql);
  const entries = await query<{ org: string; count: number }>(
    servers.databaseUrl,
    `select org, count(*)::int as count from journey.entry group by org`,
  );
  const deeds = deedsIn(worldFile);
  const known = new Set(runs.map(({ key }) => key));
  const lost = keys
    .filter((key) => !known.has(key))
    .map((key) => ({ what: `${key} was answered, and is not on record`, run: key, at: new Date() }));
  return [
    ...lost,
    ...runs.flatMap((run) =>
      faultsOf(run, deeds.get(run.id) ?? []).map((what) => ({ what, run: run.id, at: run.at })),
    ),
    ...rowFaults(runs, entries),
  ];
}

/** How the runs ended, by status. */
export async function ends({ servers }: Stage): Promise<Readonly<Record<string, number>>> {
  const rows = await query<{ status: string; count: number }>(
    servers.databaseUrl,
    `select status, count(*)::int as count from journey.saga group by status`,
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

const forwards = ['book-flight', 'book-room', 'pay', 'send-ticket'];
const undoOf: Readonly<Record<string, readonly string[]>> = {
  'book-flight': ['cancel-flight', 'cancel-flight-if-any'],
  'book-room': ['cancel-room', 'cancel-room-if-any'],
  pay: ['pay-back'],
};

function faultsOf({ status, said }: Run, deeds: readonly string[]): readonly string[] {
  const told = said.filter((each) => each.startsWith('compensate.'));
  const ended = said.filter((each) => !each.startsWith('compensate.'));
  const undos = deeds.filter((deed) => Object.values(undoOf).flat().includes(deed));
  const common = [
    ...(ended.length === 1 && ended[0] === status
      ? []
      : [`is ${status}, and said ${ended.join(', ') || 'nothing'}`]),
    ...(new Set(told).size === told.length ? [] : [`said twice: ${told.join(', ')}`]),
  ];
  if (status === 'completed')
    return [
      ...common,
      ...forwards.filter((step) => !deeds.includes(step)).map((step) => `completed without ${step}`),
      ...undos.map((undo) => `completed, and did ${undo}`),
      ...told.map((each) => `completed, and said ${each}`),
    ];
  if (status !== 'compensated') return [...common, `did not end: ${status}`];
  const kept = forwards.filter((step) => isKept(step, deeds));
  return [...common, ...kept.map((step) => `compensated, and ${step} is still there`)];
}

/** True for a deed that was done and not undone since. */
function isKept(step: string, deeds: readonly string[]): boolean {
  const done = deeds.lastIndexOf(step);
  const undone = deeds.findLastIndex((deed) => undoOf[step]?.includes(deed));
  return done > undone;
}

/** A completed run has left one row, and every other run none. */
function rowFaults(
  runs: readonly Run[],
  entries: readonly { readonly org: string; readonly count: number }[],
): readonly Violation[] {
  const completed = Map.groupBy(
    runs.filter(({ status }) => status === 'completed'),
    ({ org }) => org,
  );
  const orgs = new Set([...completed.keys(), ...entries.map(({ org }) => org)]);
  return [...orgs].flatMap((org) => {
    const [rows = 0, wanted = 0] = [
      entries.find((each) => each.org === org)?.count,
      completed.get(org)?.length,
    ];
    return rows === wanted
      ? []
      : [{ what: `${org} has ${rows} rows of ${wanted} runs`, run: org, at: new Date() }];
  });
}

/** The deeds of each run, in order: the key of a deed begins with its run. */
function deedsIn(file: string): ReadonlyMap<string, readonly string[]> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  const deeds = lines.map((line) => JSON.parse(line) as { what: string; key: string });
  const byRun = Map.groupBy(deeds, ({ key }) => key.split('/')[0] ?? '');
  return new Map([...byRun].map(([run, all]) => [run, all.map(({ what }) => what)]));
}

async function query<Row extends object>(connectionString: string, sql: string): Promise<readonly Row[]> {
  const database = new pg.Client({ connectionString });
  await database.connect();
  try {
    return (await database.query<Row>(sql)).rows;
  } finally {
    await database.end();
  }
}
