import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { acts, called, Impostor, pretend, refusals, type Act } from '@nimbusvault/testing/fixtures/Impostor';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { writeOutbox } from '@nimbusvault/sdk/internal';

const org = 'acme';

let started: StartedPlugin;
let database: pg.Client;
beforeAll(async () => {
  started = await startPlugin(Impostor);
  database = new pg.Client({ connectionString: started.databaseUrl });
  await database.connect();
  await database.query(`set vault.relay = 'on'`);
});
afterAll(async () => {
  await database.end();
  await started[Symbol.asyncDispose]();
});
beforeEach(() => void refusals.splice(0));

const where: Readonly<Record<string, (act: Act) => Promise<unknown>>> = {
  'a hook handler': (act) => started.fire(called, { act }, org),
  'a task': (act) =>
    started.opened.transaction(org, async (vault) => {
      pretend.enqueue({ act }, vault);
      await writeOutbox(vault);
    }),
  'a step': (act) =>
    started.query({ org, userId: null, roles: ['member'] }, 'mutation ($act: String!) { step(act: $act) }', {
      act,
    }),
};

test.for(Object.keys(where).flatMap((place) => acts.map((act) => [place, act] as const)))(
  'in %s a vault made for another org cannot %s',
  async ([place, act]) => {
    await where[place]?.(act);
    await eventually(async () => refusals.length === 1);
    expect(refusals).toEqual([
      expect.objectContaining({
        code: 'FORBIDDEN',
        message: expect.stringMatching(/for victim.+acme.+unchanged/),
      }),
    ]);
    for (const table of ['outbox', 'saga', 'background_task']) {
      const { rows } = await database.query(
        `select * from ${table} as said where said.org = 'victim' or said::text like '%vault.victim.%'`,
      );
      expect({ table, rows }).toEqual({ table, rows: [] });
    }
  },
);
