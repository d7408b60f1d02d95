import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { eventually } from '@nimbusvault/testing';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { makeOrg, sharedVault } from '../../support/sharedVault.ts';

const nimbus = fileURLToPath(new URL('../../../sdk/cli/bin/nimbus.mjs', import.meta.url));
const run = promisify(execFile);

async function dlq(...args: string[]): Promise<string> {
  const env = { ...process.env, NIMBUS_STATE: inject('stateDir') };
  return (await run(process.execPath, [nimbus, 'dlq', ...args], { env })).stdout;
}

/** Lets core publish an invalid message: that a document was archived, without its id. */
async function sayPoison(org: string): Promise<void> {
  const core = new pg.Client({ connectionString: sharedVault().subgraphs['Core']?.databaseUrl });
  await core.connect();
  await core.query(`select set_config('vault.org', $1, false)`, [org]);
  await core.query(
    `insert into outbox (org, id, subject, type, request_id, data, created_at)
     values ($1, gen_random_uuid(), $2, 'entity.archived.v1', 'poison', '{ "entityType": "document" }', now())`,
    [org, `vault.${org}.hook.entity.archived`],
  );
  await core.end();
}

test('a dead letter is found, shown and replayed from the command line of a running vault', async () => {
  const { slug } = await makeOrg();
  await sayPoison(slug);
  const list = async (): Promise<{ id: string }[]> => JSON.parse(await dlq('list', '--org', slug, '--json'));
  await eventually(async () => (await list()).length > 0);
  const [letter] = await list();
  expect(letter).toMatchObject({
    plugin: 'Bookmarks',
    state: 'dead',
    type: 'entity.archived.v1',
    attempts: 1,
  });
  const id = letter?.id ?? '';
  expect(await dlq('replay', id, '--by', 'grace', '--reason', 'to see')).toBe('{"replayed":1}\n');
  await eventually(async () => (await dlq('show', id)).startsWith(`${id} is dead.`));
  expect(await dlq('show', id)).toMatch(
    /^error .*entityId.*\[BAD_USER_INPUT\]\nreplayed .* by grace: to see$/m,
  );
});
