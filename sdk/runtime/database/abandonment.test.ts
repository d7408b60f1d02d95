import { generateKeyPairSync } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { gql } from 'graphql-tag';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Tenant } from '@nimbusvault/sdk/kernel';
import { definePlugin } from '@nimbusvault/sdk/internal';
import { eventually, openInMemory } from '@nimbusvault/testing';
import { assertionHeader, createVerify, importAssertionKey, signAssertion } from '../http/assertion.ts';
import { startGraphql } from '../http/graphqlServer.ts';
import { createHttp } from '../http/http.ts';

const tenant = { org: 'acme', userId: null, roles: ['member'] } as const;
const stepMilliseconds = 60;
let steps = 0;

async function takeStep(): Promise<object> {
  steps += 1;
  await pause(stepMilliseconds);
  return {};
}

/** A plugin whose every field is slow. */
const Stairs = definePlugin({
  name: 'Stairs',
  typeDefs: gql`
    type Step @key(fields: "id") {
      id: ID
      next: Step
    }
    type Query {
      step: Step
    }
    union StepResult = Step | InvalidInput
    type Mutation {
      climb: StepResult @role(needs: "member")
    }
  `,
  resolvers: {
    Query: { step: () => takeStep() },
    Step: { next: () => takeStep() },
    Mutation: { climb: () => takeStep() },
  },
  references: { Step: (step) => step },
});

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
let http: ReturnType<typeof createHttp>;
let url: string;
let assertion: string;

beforeAll(async () => {
  const log = pino({ level: 'silent' });
  const memory = openInMemory(Stairs);
  const vaultFor = (asking: Tenant) => ({ ...memory.vaultFor(asking), log });
  const database = {
    vaultFor,
    since: async () => new Date(),
    examine: async () => undefined,
    close: async () => {},
  };
  const verifyingKey = await importAssertionKey(JSON.stringify(publicKey.export({ format: 'jwk' })));
  const verify = createVerify('Stairs', verifyingKey);
  const graphql = await startGraphql(Stairs, log);
  http = createHttp({ graphql, database, verify, log });
  url = `${await http.listen({ host: '127.0.0.1', port: 0 })}/graphql`;
  const signingKey = await importAssertionKey(JSON.stringify(privateKey.export({ format: 'jwk' })));
  assertion = await signAssertion(tenant, 'Stairs', signingKey);
});
afterAll(() => http.close());
beforeEach(() => {
  steps = 0;
});

function ask(query: string, signal?: AbortSignal): Promise<Response> {
  const headers = { 'content-type': 'application/json', [assertionHeader]: assertion };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }), signal: signal ?? null });
}

const stairs = (height: number): string =>
  height === 0 ? '{ __typename }' : `{ next ${stairs(height - 1)} }`;

test('a query whose caller waits is answered', async () => {
  const { data, errors } = (await (await ask(`{ step ${stairs(3)} }`)).json()) as Record<string, unknown>;
  expect([errors, steps]).toEqual([undefined, 4]);
  expect(data).toHaveProperty('step.next.next.next.__typename', 'Step');
});

test('a query whose caller has left does no more work', async () => {
  const leaving = new AbortController();
  const asking = ask(`{ step ${stairs(40)} }`, leaving.signal);
  await eventually(async () => steps >= 3);
  leaving.abort();
  await expect(asking).rejects.toThrow('aborted');
  await pause(10 * stepMilliseconds);
  expect(steps).toBeLessThan(10);
});

test('a mutation whose caller has left is finished', async () => {
  const leaving = new AbortController();
  const climbs = Array.from({ length: 8 }, (_, index) => `climb${index}: climb { __typename }`);
  const asking = ask(`mutation { ${climbs.join(' ')} }`, leaving.signal);
  await eventually(async () => steps >= 1);
  leaving.abort();
  await expect(asking).rejects.toThrow('aborted');
  await eventually(async () => steps === 8);
  expect(steps).toBe(8);
});
