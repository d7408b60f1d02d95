import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { takeDatabase } from '../../testing/takeDatabase.ts';
import { unusedPort } from '../stack/ground/ports.ts';
import { openSubject, type Subject } from './kit/subject.ts';
import { runKit, testedClauses, type Verdict } from './runKit.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');
const wrongProcess = fileURLToPath(new URL('tests/wrongProcess.ts', import.meta.url));
const coreSdl = read('core-subgraph/schema.graphql');

type Run = Parameters<typeof runKit>[0];

/** Runs the kit on a database of its own. */
async function kit(options: Pick<Run, 'name'> & Partial<Run>) {
  const { NIMBUS_TEST_DATABASES = '' } = process.env;
  const database = await takeDatabase(NIMBUS_TEST_DATABASES.split(' ').filter(Boolean));
  try {
    return await runKit({
      coreSdl,
      env: { ...env, ...(database && { DATABASE_URL: database.url }) },
      tell() {},
      ...options,
    });
  } finally {
    await database?.giveBack();
  }
}

const env = { ...process.env, NIMBUS_SUPERGRAPH: `${root}/supergraph.yaml`, NODE: process.execPath };
const bin = `"$NODE" ${root}/sdk/runtime/bin/nimbus-subgraph.mjs`;
/** Its tables are made once, however often it starts. */
const bookmarks = `
  made="$(dirname "$NIMBUS_SETTINGS")/made"
  [ -e "$made" ] || ${bin} migrate Bookmarks || exit 1
  touch "$made"
  exec ${bin} serve Bookmarks`;

const clausesThat = (verdicts: readonly Verdict[], wanted: Verdict['state']) =>
  verdicts.flatMap(({ state, clause }) => (state === wanted ? [clause] : []));

test.concurrent('Bookmarks, on the SDK, keeps every clause that concerns it', async () => {
  const verdicts = await kit({ name: 'Bookmarks', command: ['sh', '-c', bookmarks] });
  expect(verdicts.filter(({ state }) => state === 'FAILED')).toEqual([]);
  expect(clausesThat(verdicts, 'LEFT OUT')).toEqual(['9.9', '13.2']);
});

test.concurrent('a process that breaks every clause fails every clause, each by a fact and with a fix', async () => {
  const command = ['sh', '-c', `exec "$NODE" ${wrongProcess}`];
  const verdicts = await kit({ name: 'Wrong', command, patienceMs: 1_000 });
  expect(clausesThat(verdicts, 'FAILED').toSorted()).toEqual([...testedClauses].toSorted());
  expect(verdicts.filter(({ fact = '' }) => fact.startsWith('it cannot be tested'))).toEqual([]);
  expect(verdicts.every(({ fix }) => fix)).toBe(true);
});

test.concurrent('a process that is started by hand is tested, but for its end, with the variables that were printed', async () => {
  const url = `http://127.0.0.1:${await unusedPort()}/graphql`;
  let byHand: Subject | undefined;
  const tell = (text: string) => {
    const variables = text.slice(text.indexOf('export '));
    byHand = openSubject({ command: ['sh', '-c', `${variables}\n${bookmarks}`], env, url });
    void byHand.start();
  };
  const only = ['3.2', '6.4', '7.6', '9.1', '9.6', '15.1', '15.3', '16.7'];
  const verdicts = await kit({ name: 'Bookmarks', url, tell, only });
  await expect(kit({ name: 'Bookmarks', url })).rejects.toThrow('answers at');
  await byHand?.end('SIGKILL');
  expect(verdicts.filter(({ state }) => state === 'FAILED')).toEqual([]);
  expect(clausesThat(verdicts, 'LEFT OUT')).toEqual(['6.4', '9.6', '15.1', '15.3']);
});

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
