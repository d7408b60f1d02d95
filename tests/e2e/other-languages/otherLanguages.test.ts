import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventually } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';
import { runNimbus } from '../../support/runNimbus.ts';
import { startForeign, type Example } from './foreignProcess.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const isRequired = process.env['NIMBUS_EXAMPLES'] === 'required';

const python: Example = {
  name: 'Reviews',
  folder: `${root}/examples/reviews-python`,
  program: `${root}/examples/reviews-python/.venv/bin/python`,
  migrate: ['-m', 'reviews', 'migrate'],
  serve: ['-m', 'reviews', 'serve'],
  absence:
    'The plugin in Python is left out, because its .venv is missing. examples/reviews-python/README.md installs it.',
};

const go: Example = {
  name: 'Deadlines',
  folder: `${root}/examples/deadlines-go`,
  program: `${root}/examples/deadlines-go/deadlines`,
  migrate: ['migrate'],
  serve: ['serve'],
  absence:
    'The plugin in Go is left out, because it is not built. examples/deadlines-go/README.md builds it.',
};

const examples = [python, go];
const isLeftOut = ({ program }: Example) => !isRequired && !existsSync(program);
const skipIfAbsent = (example: Example, { skip }: Pick<TestContext, 'skip'>) =>
  skip(isLeftOut(example), example.absence);

const quoted = ({ program, migrate, serve, folder }: Example) =>
  `cd '${folder}' && '${program}' ${migrate.join(' ')} && exec '${program}' ${serve.join(' ')}`;

test.for(examples)('$name passes the conformance kit', async (example, context) => {
  skipIfAbsent(example, context);
  const kit = ['contract', 'test', '--name', example.name, '--json', '--', 'sh', '-c', quoted(example)];
  const { stdout, stderr } = await runNimbus(kit, { cwd: root, env: {} });
  const { failed, verdicts } = JSON.parse(stdout || `{"failed":${JSON.stringify(stderr)}}`);
  expect({ failed, verdicts }).toMatchObject({ failed: 0 });
});

let vault: OwnVault | undefined;

beforeAll(async () => {
  if (examples.every(isLeftOut)) return;
  const addresses = Object.fromEntries(examples.map(({ name }) => [name, ['http://127.0.0.1:*/graphql']]));
  vault = await startOwnVault(({ Base, ...settings }) => ({ ...settings, Base: { ...Base, addresses } }));
});
afterAll(() => vault?.[Symbol.asyncDispose]());

/** Starts the plugin in the vault of this file and activates it. */
async function join(example: Example) {
  const joined = vault as OwnVault;
  const { admin, client } = await joined.makeOrg();
  const outsider = await (await joined.makeOrg()).client(['member']);
  const running = await startForeign(example, joined);
  await eventually(async () => (await joined.nimbus('registry')).stdout.includes(example.name));
  const activated = await joined.nimbus('activate', example.name, '--watch', '0');
  expect(activated).toMatchObject({ code: 0, stderr: expect.stringContaining(`${example.name} is served`) });
  const makeDocument = async (): Promise<string> => {
    const made = await admin.query(
      'mutation { createDocument(input: { title: "Plan", body: "" }) { ... on Document { id } } }',
    );
    return made.data.createDocument.id;
  };
  const deleteDocument = async (id: string) => {
    await admin.query('mutation ($id: ID!) { archiveDocument(id: $id) { __typename } }', { id });
    await admin.query('mutation ($id: ID!) { deleteDocument(id: $id) { __typename } }', { id });
  };
  return { running, admin, client, outsider, makeDocument, deleteDocument };
}

const addReview = `mutation ($id: ID!, $rating: Int!) { addReview(documentId: $id, rating: $rating, text: "Good") {
  ... on Review { id rating document { title } } ... on InvalidInput { path } } }`;

test('Reviews, in Python, is a part of a whole vault, and forgets a deleted document after kill -9', async (context) => {
  skipIfAbsent(python, context);
  const { running, admin, client, outsider, makeDocument, deleteDocument } = await join(python);
  await using process_ = running;
  const id = await makeDocument();
  expect((await admin.query(addReview, { id, rating: 9 })).data.addReview).toEqual({ path: ['rating'] });
  const added = await admin.query(addReview, { id, rating: 4 });
  expect(added.data.addReview).toMatchObject({ rating: 4, document: { title: 'Plan' } });
  expect((await outsider.query('{ reviews { id } }')).data).toEqual({ reviews: [] });
  const member = await client(['member']);
  const read = await member.query(
    'query ($id: ID!) { document(id: $id) { title reviews { rating text } } }',
    { id },
  );
  expect(read.data.document).toEqual({ title: 'Plan', reviews: [{ rating: 4, text: 'Good' }] });
  await process_.kill();
  await deleteDocument(id);
  process_.start();
  await eventually(async () => (await admin.query('{ reviews { id } }')).data?.reviews?.length === 0);
});

const addDeadline = `mutation ($id: ID!, $note: String!) {
  addDeadline(documentId: $id, note: $note, dueAt: "2030-01-01T00:00:00.000Z") {
    ... on Deadline { dueAt document { title } keeper { username } } ... on InvalidInput { path } } }`;

const deadlines = `{ deadlines(first: 2) {
  totalCount pageInfo { hasNextPage } edges { node { note keeper { username } } } } }`;

test('Deadlines, in Go, is a part of a whole vault, and after kill -9 lets go of a deleted document and a leaver', async (context) => {
  skipIfAbsent(go, context);
  const { running, admin, client, outsider, makeDocument, deleteDocument } = await join(go);
  await using process_ = running;
  const joined = await admin.query(
    'mutation { createUser(input: { username: "grace" }) { ... on User { id } } }',
  );
  const grace = await client(['member'], joined.data.createUser.id);
  const [kept, deleted] = [await makeDocument(), await makeDocument()];
  const refused = await grace.query(addDeadline, { id: kept, note: '' });
  expect(refused).toMatchObject({ data: { addDeadline: { path: ['note'] } } });
  const added = await grace.query(addDeadline, { id: kept, note: 'Sign' }, 'once');
  const deadline = {
    dueAt: '2030-01-01T00:00:00.000Z',
    document: { title: 'Plan' },
    keeper: { username: 'grace' },
  };
  expect(added).toMatchObject({ data: { addDeadline: deadline } });
  for (const [id, note] of [
    [kept, 'Sign'],
    [deleted, 'Print'],
  ] as const)
    await grace.query(addDeadline, { id, note }, note === 'Sign' ? 'once' : 'another');
  expect((await outsider.query(deadlines)).data.deadlines).toMatchObject({ totalCount: 0, edges: [] });
  const read = await admin.query('query ($id: ID!) { document(id: $id) { deadlines { note } } }', {
    id: kept,
  });
  expect(read.data.document).toEqual({ deadlines: [{ note: 'Sign' }] });
  await process_.kill();
  await deleteDocument(deleted);
  const leaving = admin.query(
    'mutation ($userId: ID!, $to: ID!) { offboardUser(userId: $userId, transferTo: $to) { __typename } }',
    { userId: grace.userId, to: admin.userId },
  );
  process_.start();
  await leaving;
  const left = {
    totalCount: 1,
    pageInfo: { hasNextPage: false },
    edges: [{ node: { note: 'Sign', keeper: { username: 'ada' } } }],
  };
  await eventually(
    async () => JSON.stringify((await admin.query(deadlines)).data?.deadlines) === JSON.stringify(left),
  );
});
