import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventually } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { startOwnVault } from '../../support/ownVault.ts';
import { runNimbus } from '../../support/runNimbus.ts';
import { startForeign, type Example } from './foreignProcess.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const isRequired = process.env['NIMBUS_EXAMPLES'] === 'required';

const reviews: Example & { readonly sentence: string } = {
  name: 'Reviews',
  folder: `${root}/examples/reviews-python`,
  program: `${root}/examples/reviews-python/.venv/bin/python`,
  migrate: ['-m', 'reviews', 'migrate'],
  serve: ['-m', 'reviews', 'serve'],
  sentence:
    'The plugin in Python is left out, because its .venv is missing. examples/reviews-python/README.md installs it.',
};

const quoted = ({ program, migrate, serve, folder }: Example) =>
  `cd '${folder}' && '${program}' ${migrate.join(' ')} && exec '${program}' ${serve.join(' ')}`;

test.for([reviews])('$name passes the conformance kit', async (example, { skip }) => {
  skip(!isRequired && !existsSync(example.program), example.sentence);
  const kit = ['contract', 'test', '--name', example.name, '--json', '--', 'sh', '-c', quoted(example)];
  const { stdout, stderr } = await runNimbus(kit, { cwd: root, env: {} });
  const { failed, verdicts } = JSON.parse(stdout || `{"failed":${JSON.stringify(stderr)}}`);
  expect({ failed, verdicts }).toMatchObject({ failed: 0 });
});

const addReview = `mutation ($id: ID!, $rating: Int!) { addReview(documentId: $id, rating: $rating, text: "Good") {
  ... on Review { id rating document { title } } ... on InvalidInput { path } } }`;

test('Reviews, in Python, is a part of a whole vault, and forgets a deleted document after kill -9', async ({
  skip,
}) => {
  skip(!isRequired && !existsSync(reviews.program), reviews.sentence);
  const addresses = { Reviews: ['http://127.0.0.1:*/graphql'] };
  await using vault = await startOwnVault(({ Base, ...settings }) => ({
    ...settings,
    Base: { ...Base, addresses },
  }));
  await using process_ = await startForeign(reviews, vault);
  const isKnown = async () => (await vault.nimbus('registry')).stdout.includes('Reviews');
  await eventually(isKnown, 60_000);
  const activated = await vault.nimbus('activate', 'Reviews', '--watch', '0');
  expect(activated).toMatchObject({ code: 0, stderr: expect.stringContaining('Reviews is served') });
  const { admin, client } = await vault.makeOrg();
  const made = await admin.query(
    'mutation { createDocument(input: { title: "Plan", body: "" }) { ... on Document { id } } }',
  );
  const { id } = made.data.createDocument;
  expect((await admin.query(addReview, { id, rating: 9 })).data.addReview).toEqual({ path: ['rating'] });
  const added = await admin.query(addReview, { id, rating: 4 });
  expect(added.data.addReview).toMatchObject({ rating: 4, document: { title: 'Plan' } });
  const [outsider] = [await (await vault.makeOrg()).client(['member'])];
  expect((await outsider.query('{ reviews { id } }')).data).toEqual({ reviews: [] });
  const member = await client(['member']);
  const read = await member.query(
    'query ($id: ID!) { document(id: $id) { title reviews { rating text } } }',
    { id },
  );
  expect(read.data.document).toEqual({ title: 'Plan', reviews: [{ rating: 4, text: 'Good' }] });
  await process_.kill();
  await admin.query('mutation ($id: ID!) { archiveDocument(id: $id) { __typename } }', { id });
  await admin.query('mutation ($id: ID!) { deleteDocument(id: $id) { __typename } }', { id });
  process_.start();
  await eventually(async () => (await admin.query('{ reviews { id } }')).data?.reviews?.length === 0, 60_000);
});
