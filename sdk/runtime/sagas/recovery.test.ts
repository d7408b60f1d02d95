import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import pg from 'pg';
import { pino } from 'pino';
import { eventually } from '@nimbusvault/testing';
import { Journey } from '@nimbusvault/testing/fixtures/Journey';
import { takeServers, type RunningServers } from '@nimbusvault/testing/fixtures/vault';
import { migrate } from '../database/migrate.ts';
import { createRecovery, type Recovery } from './recovery.ts';

let servers: RunningServers;
let database: pg.Client;
let recovery: Recovery;
const resumed: string[] = [];
beforeAll(async () => {
  servers = await takeServers();
  const runtime = Object.assign(new URL(servers.databaseUrl), {
    username: 'vault_journey',
    password: 'runs',
  });
  await migrate(Journey, { owner: servers.databaseUrl, runtime: runtime.href });
  database = new pg.Client({ connectionString: servers.databaseUrl });
  await database.connect();
  recovery = createRecovery({
    databaseUrl: runtime.href,
    schemaName: Journey.schemaName,
    workflows: [...Journey.workflows.keys()],
    participants: async () => [],
    log: pino({ level: 'silent' }),
  });
  await recovery.start(async ({ id }) => {
    resumed.push(id);
    await database.query('update journey.saga set due_at = null where id = $1', [id]);
  });
});
afterAll(async () => {
  await recovery.stop();
  await database.end();
  await servers.stop();
});

test.each(['0 s', '1 hour'])('a run of a dead process that fell due %s ago is taken over', async (ago) => {
  const id = randomUUID();
  const nobody = 1;
  await database.query(
    `insert into journey.saga (org, id, workflow, workflow_version, status, state, revision, owner, due_at, roles,
       request_id, created_at, updated_at)
     values ('acme', $1, 'travel', 1, 'running', '{}', 1, $2, now() - $3::interval, '[]', 'r', now(), now())`,
    [id, nobody, ago],
  );
  await eventually(async () => resumed.includes(id), 20_000);
  expect(resumed.filter((each) => each === id)).toHaveLength(1);
});
