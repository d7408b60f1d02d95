import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { takeDatabase } from '../../testing/takeDatabase.ts';
import { runKit, testedClauses } from './runKit.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');
const wrongProcess = fileURLToPath(new URL('tests/wrongProcess.ts', import.meta.url));
const coreSdl = read('core-subgraph/schema.graphql');

async function kit(
  name: string,
  script: string,
  how: { readonly only?: readonly string[]; readonly patienceMs?: number } = {},
) {
  const command = ['sh', '-c', script];
  const { NIMBUS_TEST_DATABASES = '' } = process.env;
  const database = await takeDatabase(NIMBUS_TEST_DATABASES.split(' ').filter(Boolean));
  const own = database ? { DATABASE_URL: database.url } : {};
  const env = {
    ...process.env,
    ...own,
    NIMBUS_SUPERGRAPH: `${root}/supergraph.yaml`,
    NODE: process.execPath,
  };
  try {
    return await runKit({ name, command, coreSdl, env, tell() {}, ...how });
  } finally {
    await database?.giveBack();
  }
}

const bin = `"$NODE" ${root}/sdk/runtime/bin/nimbus-subgraph.mjs`;

test('Bookmarks, on the SDK, keeps every clause that concerns it', async () => {
  const verdicts = await kit('Bookmarks', `${bin} migrate Bookmarks && exec ${bin} serve Bookmarks`);
  expect(verdicts.filter(({ state }) => state === 'FAILED')).toEqual([]);
  expect(verdicts.flatMap(({ state, clause }) => (state === 'LEFT OUT' ? [clause] : []))).toEqual(['13.2']);
}, 120_000);

test('a process that breaks every clause fails every clause, each by a fact and with a fix', async () => {
  const wrong = await kit('Wrong', `exec "$NODE" ${wrongProcess}`, { patienceMs: 1_500 });
  const deaf = await kit('Wrong', `WRONG=deaf exec "$NODE" ${wrongProcess}`, {
    only: ['7.4'],
    patienceMs: 1_500,
  });
  const failed = wrong.filter(({ state }) => state === 'FAILED');
  expect(failed.map(({ clause }) => clause)).toEqual(
    wrong.map(({ clause }) => clause).filter((clause) => clause !== '7.4'),
  );
  expect(failed.filter(({ fact = '' }) => fact.startsWith('it cannot be tested'))).toEqual([]);
  expect(failed.every(({ fix }) => fix)).toBe(true);
  expect(deaf).toMatchObject([{ clause: '7.4', state: 'FAILED' }]);
}, 120_000);

test('docs/plugin-contract.md has each clause once, and says of the others that they are not tested', () => {
  const clauses = read('docs/plugin-contract.md')
    .split(/^- (?=\*\*)/m)
    .slice(1);
  const stated = clauses.map((text) => ({
    clause: /^\*\*([\d.]+)\*\*/.exec(text)?.[1] ?? '',
    isTested: !text.includes('_(not tested)_'),
  }));
  const tested = stated.filter(({ isTested }) => isTested).map(({ clause }) => clause);
  expect(tested.toSorted()).toEqual([...testedClauses].toSorted());
  expect(new Set(stated.map(({ clause }) => clause)).size).toBe(stated.length);
});
