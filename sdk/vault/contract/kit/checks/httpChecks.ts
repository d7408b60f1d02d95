import { callAs, callBare, callRaw, codeOf, type Called } from '../call.ts';
import type { Check } from '../check.ts';
import { demand } from '../finding.ts';
import type { World } from '../world.ts';

function demandAnswer(asked: string, answer: Called, wanted: { status: number; code?: string }): void {
  const { status, code } = wanted;
  demand(answer.status === status, `${asked} was answered with ${answer.status}, not ${status}`);
  if (code)
    demand(codeOf(answer) === code, `${asked} was answered with the code ${codeOf(answer)}, not ${code}`);
}

async function live(world: World): Promise<void> {
  const answer = await callBare(world, '/health/live');
  demandAnswer('GET /health/live', answer, { status: 200 });
  demand(answer.body['status'] === 'live', 'GET /health/live does not say {"status":"live"}');
}

async function ready(world: World): Promise<void> {
  const answer = await callBare(world, '/health/ready');
  demandAnswer('GET /health/ready', answer, { status: 200 });
  const { status, reasons } = answer.body;
  demand(
    status === 'ready' || status === 'degraded',
    `GET /health/ready says the status ${JSON.stringify(status)}`,
  );
  demand(Array.isArray(reasons), 'GET /health/ready has no list of reasons');
}

async function answers(world: World): Promise<void> {
  const answer = await callRaw(world, JSON.stringify({ query: '{ __typename }' }));
  demandAnswer('{ __typename }', answer, { status: 200 });
  demand(answer.body.data?.['__typename'] === 'Query', '{ __typename } was not answered with "Query"');
  const type = answer.headers.get('content-type') ?? '';
  demand(type.startsWith('application/json'), `the answer has the media type "${type}"`);
}

async function refusesBadBodies(world: World): Promise<void> {
  for (const body of ['{', '[]', '{}', '{"query":7}', '{"query":"{ __typename }","variables":[]}'])
    demandAnswer(`the body ${body}`, await callRaw(world, body), { status: 400, code: 'BAD_REQUEST' });
}

async function refusesOtherRequests(world: World): Promise<void> {
  const get = await callBare(world, '/graphql');
  demandAnswer('GET /graphql', get, { status: 405 });
  demand(get.headers.get('allow') === 'POST', 'GET /graphql was answered without allow: POST');
  const body = JSON.stringify({ query: '{ __typename }' });
  const text = await callRaw(world, body, { 'content-type': 'text/plain' });
  demandAnswer('a body of text/plain', text, { status: 415, code: 'BAD_REQUEST' });
  const zipped = await callRaw(world, body, { 'content-encoding': 'gzip' });
  demandAnswer('a compressed body', zipped, { status: 415, code: 'BAD_REQUEST' });
  const nowhere = await callBare(world, '/nothing-here');
  demandAnswer('GET /nothing-here', nowhere, { status: 404, code: 'NOT_FOUND' });
}

/** A refusal may close the connection before the body is sent. */
async function refusesLargeBodies(world: World): Promise<void> {
  const query = `{ __typename } #${'x'.repeat(10_500_000)}`;
  const answer = await callRaw(world, JSON.stringify({ query })).catch(() => undefined);
  if (answer) demandAnswer('a body of 10.5 MB', answer, { status: 413 });
  await live(world);
}

async function namesFaults(world: World): Promise<void> {
  const unparsed = await callAs(world, '{');
  demand(codeOf(unparsed) === 'GRAPHQL_PARSE_FAILED', `"{" has the code ${codeOf(unparsed)}`);
  const unknown = await callAs(world, '{ aFieldThatNobodyHas }');
  demand(codeOf(unknown) === 'GRAPHQL_VALIDATION_FAILED', `an unknown field has the code ${codeOf(unknown)}`);
}

export const httpChecks: readonly Check[] = [
  {
    clause: '3.1',
    title: 'GET /health/live',
    fix: 'Answer 200 and {"status":"live"}, whatever is away.',
    run: live,
  },
  {
    clause: '3.2',
    title: 'GET /health/ready',
    fix: 'Answer 200 and {"status":"ready","reasons":[]} while the database answers.',
    run: ready,
  },
  {
    clause: '3.3',
    title: 'POST /graphql',
    fix: 'Answer 200 and application/json with the result.',
    run: answers,
  },
  {
    clause: '3.4',
    title: 'invalid bodies are BAD_REQUEST',
    fix: 'Check the body before GraphQL does, and answer 400 with errors[0].extensions.code "BAD_REQUEST".',
    run: refusesBadBodies,
  },
  {
    clause: '3.5',
    title: 'other requests are refused',
    fix: 'Answer 405 with allow: POST, 415 or 404, each with a GraphQL body.',
    run: refusesOtherRequests,
  },
  {
    clause: '3.6',
    title: 'bodies over 10 MB are refused',
    fix: 'Limit the body to 10,000,000 bytes, and answer 413.',
    run: refusesLargeBodies,
  },
  {
    clause: '3.7',
    title: 'errors have their codes',
    fix: 'Set extensions.code of syntax errors and of validation errors.',
    run: namesFaults,
  },
];
