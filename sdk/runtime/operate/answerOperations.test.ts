import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NatsConnection } from '@nats-io/transport-node';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Operated, Operation, Tenant } from '@nimbusvault/sdk/kernel';
import { Journey } from '@nimbusvault/testing/fixtures/Journey';
import { startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { connectBroker } from '../broker/broker.ts';
import { requestOperation } from './requestOperation.ts';

const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-operators-'));
const travel = `mutation ($mood: String) { travel(mood: $mood) { flight } }`;

let journey: StartedPlugin;
let connection: NatsConnection;
beforeAll(async () => {
  vi.stubEnv('NIMBUS_TEST_WORLD', join(folder, 'world.jsonl'));
  journey = await startPlugin(Journey);
  connection = await connectBroker(journey.servers.natsUrl, 'test');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await connection.close();
  await journey[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

async function operate(org: string, operation: Operation): Promise<Operated | undefined> {
  const admin: Tenant = { org, userId: null, roles: ['admin'] };
  const vault = { ...journey.opened.vaultFor(org), ...admin };
  const [answer] = await requestOperation(operation, { connection, plugins: ['Journey'] }, vault);
  return answer;
}

/** A stuck run of an organization whose workflow no process knows: an operator's command on it waits. */
async function makeHopelessRun(org: string): Promise<string> {
  const mood = 'pay: unsure, pay-back: throw';
  const { errors } = await journey.query({ org, userId: null, roles: ['member'] }, travel, { mood });
  const database = new pg.Client({ connectionString: journey.servers.databaseUrl });
  await database.connect();
  await database.query(`update journey.saga set workflow_version = 7 where org = $1`, [org]);
  await database.end();
  return errors?.[0]?.extensions.saga?.id ?? '';
}

test('an operator does not wait for the slow command of another organization', async () => {
  const id = await makeHopelessRun('slow');
  const slow = operate('slow', { verb: 'help-saga', id, did: 'retry', by: 'grace', reason: null });
  let isOver = false;
  void slow.then(() => (isOver = true));
  expect(await operate('quick', { verb: 'list-sagas', status: null })).toEqual({
    plugin: 'Journey',
    result: [],
  });
  expect(isOver).toBe(false);
  expect(await slow).toMatchObject({
    code: 'STACK_FAILED',
    message: expect.stringContaining('knows travel'),
  });
});
