import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

const handlers = ['first', 'second'];
const lookEveryMs = 250;

/** The progress of the events. */
interface Progress {
  readonly committed: number;
  readonly unpublished: number;
  readonly effects: number;
}

/** An event that violates an invariant, and the time when it was written. */
export interface Violation {
  readonly kind: string;
  readonly event: string;
  readonly at: Date;
}

const progressSql = `
  select (select count(*)::int from teller.outbox where type = 'teller.told.v1') as committed,
         (select count(*)::int from teller.outbox where published_at is null) as unpublished,
         (select count(*)::int from hearer.heard) as effects`;

const committed = `select data->>'event' as event, created_at as at from teller.outbox where type = 'teller.told.v1'`;
const heardOf = (handler: string) =>
  `select event, count(*) as times from hearer.heard where handler = '${handler}' group by event`;

/** Queries that each find the events that break one invariant. */
const laws: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    handlers.flatMap((handler) => [
      [
        `lost to ${handler}`,
        `select c.event, c.at from (${committed}) c left join (${heardOf(handler)}) h using (event) where h.event is null`,
      ],
      [
        `doubled by ${handler}`,
        `select c.event, c.at from (${committed}) c join (${heardOf(handler)}) h using (event) where h.times > 1`,
      ],
    ]),
  ),
  'effect of nothing': `select h.event, now() as at from hearer.heard h where h.event not in (select event from (${committed}) c)`,
  'dead letter': `select message_id::text || ' ' || error_message as event, dead_at as at from hearer.inbox where dead_at is not null`,
  'left unpublished': `select id::text as event, created_at as at from teller.outbox where published_at is null
    union all select id::text, created_at from hearer.outbox where published_at is null`,
  'half committed': `select t.batch as event, now() as at from teller.telling t
     left join (select split_part(data->>'event', '/', 1) as batch, count(*) as size from teller.outbox where type = 'teller.told.v1' group by 1) o using (batch)
    where o.size is distinct from t.size`,
};

/** Reads the progress; undefined while the database is down. */
export async function lookAt(databaseUrl: string): Promise<Progress | undefined> {
  return ask<Progress>(databaseUrl, progressSql).then(
    ([progress]) => progress,
    () => undefined,
  );
}

/** Waits until every effect has happened, or nothing has changed for this long. */
export async function untilQuiet(databaseUrl: string, patienceMs: number): Promise<void> {
  let [last, since] = ['', Date.now()];
  while (Date.now() - since < patienceMs) {
    const progress = await lookAt(databaseUrl);
    if (progress && isDone(progress)) return;
    const now = JSON.stringify(progress);
    if (now !== last) [last, since] = [now, Date.now()];
    await pause(lookEveryMs);
  }
}

function isDone({ committed: written, unpublished, effects }: Progress): boolean {
  return unpublished === 0 && effects >= written * handlers.length;
}

/** All violations. `accepted` are the acknowledged batches. */
export async function examine(
  databaseUrl: string,
  accepted: ReadonlySet<string>,
): Promise<readonly Violation[]> {
  const broken: Violation[] = [];
  for (const [kind, sql] of Object.entries(laws)) {
    const rows = await ask<{ event: string; at: Date }>(databaseUrl, sql);
    broken.push(...rows.map((row) => ({ kind, ...row })));
  }
  const rows = await ask<{ batch: string }>(databaseUrl, 'select batch from teller.telling');
  const known = new Set(rows.map(({ batch }) => batch));
  const missing = [...accepted].filter((batch) => !known.has(batch));
  return [
    ...broken,
    ...missing.map((event) => ({ kind: 'accepted and not committed', event, at: new Date() })),
  ];
}

async function ask<Row extends object>(connectionString: string, sql: string): Promise<readonly Row[]> {
  const database = new pg.Client({ connectionString });
  database.on('error', () => {}); // the statement fails as well
  try {
    await database.connect();
    return (await database.query<Row>(sql)).rows;
  } finally {
    await database.end().catch(() => {});
  }
}
