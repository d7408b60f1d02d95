import { setTimeout as pause } from 'node:timers/promises';
import { assertionHeader, importAssertionKey, signAssertion } from '@nimbusvault/runtime/assertion';
import { seeded } from '@nimbusvault/testing';
import { strikeUntilOver, type Fault, type Strike } from '../../support/faults/strike.ts';
import type { Stage } from './stage.ts';

const batch = 50;
const pauseMs = 20;
const lookEveryMs = 200;
const againAfterMs = 200;
const carry = `mutation { carry(count: COUNT, batch: ${batch}, pauseMs: ${pauseMs}) }`;

/** The parameters of a run: an import of so many items in each organization. */
interface ImportsRun {
  readonly items: number;
  readonly orgs: number;
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly tell: (line: string) => void;
}

interface Violation {
  readonly what: string;
  readonly at: Date;
}

/** The outcome of a run. */
interface ImportsEnd {
  readonly seconds: number;
  readonly strikes: readonly Strike[];
  readonly violations: readonly Violation[];
}

/** Imports while faults strike, watches the progress until all imports have ended, and looks for violations. */
export async function runImports(stage: Stage, run: ImportsRun): Promise<ImportsEnd> {
  const { items, orgs, seed, faults } = run;
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  const tell = (line: string) => run.tell(`${seconds().toFixed(0).padStart(4)} s  ${line}`);
  const over = new AbortController();
  const slugs = Array.from({ length: orgs }, (_, number) => `org-${number}`);
  await Promise.all(slugs.map((org) => order(stage, org, items)));
  const striking = strikeUntilOver(faults, {
    random: seeded(seed),
    pauseMs: 2_500,
    over: over.signal,
    tell,
  });
  const watching = watch(stage, orgs, tell).finally(() => over.abort());
  const [stepsBack, strikes] = await Promise.all([watching, striking]);
  const violations = [...stepsBack, ...(await examine(stage, items))];
  return { seconds: seconds(), strikes, violations };
}

/** Repeats the request, with its key, until it has an answer. */
async function order({ plugins, processes }: Stage, org: string, items: number): Promise<void> {
  const key = await importAssertionKey(plugins.assertionKey);
  for (let turn = 0; ; turn += 1) {
    const url = processes[turn % processes.length]?.url;
    const assertion = await signAssertion({ org, userId: null, roles: ['member'] }, 'Carter', key);
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': org,
      [assertionHeader]: assertion,
    };
    const body = JSON.stringify({ query: carry.replace('COUNT', String(items)) });
    if (url && (await isAnswered(url, { headers, body }))) return;
    await pause(againAfterMs);
  }
}

async function isAnswered(url: string, { headers, body }: { headers: Record<string, string>; body: string }) {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(12_000) });
    const { data } = (await response.json()) as { readonly data?: { readonly carry: string | null } };
    return Boolean(data?.carry);
  } catch {
    return false;
  }
}

interface Progress {
  readonly org: string;
  readonly done: number;
  readonly isOver: boolean;
}

const progressSql = `
  select task.org, coalesce((progress->>'done')::int, 0) as done, done_at is not null or dead_at is not null as "isOver"
    from carter.background_task as task left join carter.inbox on inbox.org = task.org and message_id = task.id`;

/** Looks until all imports have ended; returns the steps back that a bar has made. */
async function watch(
  { rows }: Stage,
  orgs: number,
  tell: (line: string) => void,
): Promise<readonly Violation[]> {
  const newest = new Map<string, number>();
  const violations: Violation[] = [];
  for (;;) {
    const seen = await rows<Progress>(progressSql).catch(() => []); // PostgreSQL is down
    for (const { org, done } of seen) {
      const before = newest.get(org) ?? 0;
      if (done < before)
        violations.push({ what: `${org} went back from ${before} to ${done}`, at: new Date() });
      newest.set(org, done);
    }
    if (seen.filter(({ isOver }) => isOver).length === orgs) break;
    await pause(lookEveryMs);
  }
  tell(`${orgs} imports have ended`);
  return violations;
}

const laws: Readonly<Record<string, string>> = {
  'an item that is not there once': `
    select org || ' ' || place as what from carter.crate group by org, place having count(*) <> 1`,
  'an organization without all of its items': `
    select task.org || ' has ' || count(distinct place) as what from carter.background_task as task
      left join carter.crate on crate.org = task.org group by task.org having count(distinct place) <> ITEMS`,
  'a hook that was not handled once': `
    select org || ' ' || place as what from carter.arrival group by org, place having count(*) <> 1
    union all select org || ' ' || place from carter.crate where place % ${batch} = 0
      and not exists (select from carter.arrival where (arrival.org, arrival.place) = (crate.org, crate.place))`,
  'a dead letter': `select org || ' ' || error_message as what from carter.inbox where dead_at is not null`,
};
const quietAfterMs = 30_000;

async function examine({ rows }: Stage, items: number): Promise<readonly Violation[]> {
  const deadline = Date.now() + quietAfterMs;
  for (;;) {
    const violations: Violation[] = [];
    for (const [law, sql] of Object.entries(laws))
      for (const { what } of await rows<{ what: string }>(sql.replace('ITEMS', String(items))))
        violations.push({ what: `${law}: ${what}`, at: new Date() });
    if (violations.length === 0 || Date.now() > deadline) return violations;
    await pause(lookEveryMs); // the last hooks are on their way
  }
}
