import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { freeze, kill } from '../../support/faults/afflictions.ts';
import { outagesOf } from '../../support/faults/outages.ts';
import type { Random } from '@nimbusvault/testing';
import { between, type Fault } from '../../support/faults/strike.ts';
import type { SubgraphProcess } from '../../support/faults/subgraphProcess.ts';
import type { Stage } from './stage.ts';

const longestDownMs = 1_500;

/** All faults of the stage; none lasts longer than `longestMs` (12 s: more than the broker waits for an ack). */
export function faultsOf(stage: Stage, longestMs = 12_000): readonly Fault[] {
  const { killBroker, wipeBroker, cutStreams, freezeBroker, crashDatabase } = outagesOf(stage.servers);
  const down = (random: Random) => between(random, 0, Math.min(longestDownMs, longestMs));
  const frozen = (random: Random) => between(random, Math.min(500, longestMs), longestMs);
  const relaying = () => relayingProcess(stage);
  return [
    fault('relaying process: kill -9', async (random) => kill(await relaying(), down(random))),
    fault('relaying process: SIGSTOP', async (random) => freeze(await relaying(), frozen(random))),
    fault('consuming process: kill -9', (random) => kill(any(random, stage.hearers), down(random))),
    fault('consuming process: SIGSTOP', (random) => freeze(any(random, stage.hearers), frozen(random))),
    fault('all four processes: kill -9', async (random) => {
      const all = [...stage.tellers, ...stage.hearers];
      await Promise.all(all.map((each) => kill(each, down(random))));
    }),
    fault('broker: kill -9', (random) => killBroker(down(random))),
    fault('broker: kill -9, store wiped', (random) => wipeBroker(down(random))),
    fault('broker: kill -9, streams cut', (random) =>
      cutStreams(down(random), () => pause(between(random, 200, 2_000))),
    ),
    fault('broker: SIGSTOP', (random) => freezeBroker(frozen(random))),
    fault('PostgreSQL: immediate stop', (random) => crashDatabase(down(random))),
    fault('PostgreSQL and broker at once', async (random) => {
      await Promise.all([crashDatabase(down(random)), wipeBroker(down(random))]);
    }),
  ];
}

function fault(name: string, strike: Fault['strike']): Fault {
  return { name, strike };
}

function any(random: Random, processes: readonly SubgraphProcess[]): SubgraphProcess {
  const chosen = processes[Math.floor(random() * processes.length)];
  if (chosen) return chosen;
  throw new Error('The stage has no such process.');
}

/** The process whose connection holds the lock of the outbox: its application name contains its pid. */
async function relayingProcess({ servers, tellers }: Stage): Promise<SubgraphProcess> {
  for (;;) {
    const pid = await relayingPid(servers.databaseUrl);
    const found = tellers.find((each) => each.pid === pid);
    if (found) return found;
    await pause(100);
  }
}

async function relayingPid(databaseUrl: string): Promise<number> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  const { rows } = await database.query<{ name: string }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
      where locktype = 'advisory' and granted and application_name like 'Teller relay %'`,
  );
  await database.end();
  return Number(rows[0]?.name.split(' ').at(-1));
}
