import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeSupergraph } from '@nimbusvault/graph';
import { GraphQLError } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bookmarksSdl, coreSdl, startCore } from './tests/library.ts';
import { runGateway, startAlone, type AloneProcess, type Ended } from './tests/startAlone.ts';
import { serveHere } from './tests/serveHere.ts';
import { startHttp, startSubgraph, type TestSubgraph } from './tests/startSubgraph.ts';
import type { TestAnswer } from './tests/startTestGateway.ts';

const folder = mkdtempSync(join(tmpdir(), 'nimbus-alone-'));
const fileOf = (name: string) => join(folder, name);
const supergraphFile = fileOf('supergraph.graphql');
const manyErrors = 25;
const authenticated = '@link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)';

let core: TestSubgraph;
let bookmarks: TestSubgraph;
let alone: AloneProcess;

beforeAll(async () => {
  [core, bookmarks] = await Promise.all([startCore(), startFailingBookmarks()]);
  writeFileSync(supergraphFile, composeLibrary(bookmarks.url));
  alone = await startAlone('--supergraph', supergraphFile, '--port', '0', '--insecure');
});

afterAll(async () => {
  await Promise.all([alone.stop(), core.stop(), bookmarks.stop()]);
  rmSync(folder, { recursive: true });
});

function startFailingBookmarks(): Promise<TestSubgraph> {
  return startSubgraph(bookmarksSdl, {
    Query: {
      bookmarks: () => {
        throw new GraphQLError('The shelf is locked.', { extensions: { code: 'SHELF_LOCKED' } });
      },
      sharers: () => Array.from({ length: manyErrors }, () => ({ id: 'b' })),
    },
    User: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      shared: ({ id }: { id: string }) => (id === 'b' ? fail() : [id]),
    },
  });
}

function fail(): never {
  throw new Error('Nothing is shared.');
}

function composeLibrary(bookmarksUrl: string): string {
  const { supergraphSdl = '' } = composeSupergraph([
    { name: 'Core', url: core.url, sdl: coreSdl },
    { name: 'Bookmarks', url: bookmarksUrl, sdl: bookmarksSdl },
  ]);
  return supergraphSdl;
}

function ask(query: string, headers?: Record<string, string>): Promise<TestAnswer> {
  return askAt(alone.url, query, headers);
}

/** The command of docs/operations.md, with an existing file and a free port. */
function shownArguments(): string[] {
  const page = readFileSync(new URL('../docs/operations.md', import.meta.url), 'utf8');
  const [, shown = ''] = /^npx nimbus gateway (--supergraph .+)$/m.exec(page) ?? [];
  return shown.replace('supergraph.graphql', supergraphFile).replace('4000', '0').split(' ');
}

async function askAt(url: string, query: string, headers: Record<string, string> = {}): Promise<TestAnswer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as TestAnswer;
}

describe('a standalone gateway', () => {
  test('answers over several subgraphs', async () => {
    expect(await ask('{ viewer { username shared } }')).toEqual({
      data: { viewer: { username: 'ada', shared: ['a'] } },
    });
  });

  test("sends the client's Authorization to every subgraph, and no assertion", async () => {
    await ask('{ viewer { username shared } }', { authorization: 'Basic YTpi' });
    for (const { received } of [core, bookmarks]) {
      expect(received.at(-1)).toMatchObject({ authorization: 'Basic YTpi' });
      expect(received.at(-1)).not.toHaveProperty('x-vault-assertion');
    }
    await ask('{ viewer { username } }');
    expect(core.received.at(-1)).not.toHaveProperty('authorization');
  });

  test('shows the errors of subgraphs with their path and their code', async () => {
    const { data, errors } = await ask('{ bookmarks }');
    expect(data).toEqual({ bookmarks: null });
    expect(errors).toMatchObject([
      {
        message: 'The shelf is locked.',
        path: ['bookmarks'],
        extensions: { code: 'SHELF_LOCKED', subgraph: 'Bookmarks' },
      },
    ]);
  });

  test('reports every error, with a code or without', async () => {
    const { errors = [] } = await ask('{ sharers { shared } }');
    expect(new Set(errors.map(({ message }) => message))).toEqual(new Set(['Nothing is shared.']));
    expect(errors.map(({ path }) => path)).toEqual(
      Array.from({ length: manyErrors }, (_, index) => ['sharers', index, 'shared']),
    );
  });

  test('shows them also if the status is an error', async () => {
    const refuse = await startHttp((request, response) => {
      const answer = { errors: [{ message: 'Pay first.', extensions: { code: 'PAY' } }] };
      request.resume().on('end', () => response.writeHead(402).end(JSON.stringify(answer)));
    });
    const gateway = await serveHere(composeLibrary(refuse.url));
    expect(await askAt(`${gateway.url}/graphql`, '{ viewer { username shared } }')).toMatchObject({
      data: { viewer: { username: 'ada', shared: null } },
      errors: [{ message: 'Pay first.', path: ['viewer', 'shared'], extensions: { code: 'PAY' } }],
    });
    await gateway.stop();
    await refuse.stop();
  });

  test('shows its schema', async () => {
    expect(await ask('{ __type(name: "User") { kind } }')).toEqual({ data: { __type: { kind: 'OBJECT' } } });
  });

  test('starts with the command of docs/operations.md, prints one line, and ends when it is stopped', async () => {
    const other = await startAlone(...shownArguments());
    expect(await other.stop()).toEqual({
      code: 0,
      stdout: `The gateway answers at ${other.url}\n`,
      stderr: '',
    });
  });
});

describe('a standalone gateway does not start', () => {
  const file = fileOf('wrong.graphql');
  const unlinked =
    'enum join__Graph { A @join__graph(name: "a", url: "http://a.example") } type Query { a: Int }';
  const homeless = 'enum join__Graph { A @join__graph(name: "a", url: "") } type Query { a: Int }';

  const serve = (text: string): Promise<Ended> => {
    writeFileSync(file, text);
    return runGateway('--supergraph', file, '--insecure');
  };

  const refusals: [string, () => Promise<Ended>, RegExp][] = [
    [
      'without --insecure',
      () => runGateway('--supergraph', supergraphFile),
      /^With --supergraph no token is checked\. Add --insecure .+ \[BAD_USER_INPUT\]\n$/,
    ],
    [
      'of a vault',
      () => runGateway('--insecure'),
      /^--port and --insecure are only for a standalone gateway\./,
    ],
    [
      'at an invalid port',
      () => runGateway('--supergraph', supergraphFile, '--insecure', '--port', '65536'),
      /^--port must be a number from 0 \(any free port\) to 65535; got "65536"\./,
    ],
    [
      'at a port in use',
      () => runGateway('--supergraph', supergraphFile, '--insecure', '--port', new URL(core.url).port),
      /^The gateway cannot listen at 127\.0\.0\.1:\d+\. Choose .+ \[SETTINGS_INVALID\]\n$/,
    ],
    [
      'on a missing file',
      () => runGateway('--supergraph', fileOf('none.graphql'), '--insecure'),
      /none\.graphql cannot be read\. Name the file .+ \[SETTINGS_INVALID\]\n$/,
    ],
    ['on a file that is not SDL', () => serve('subgraphs: {}'), /It is not SDL: .+"nimbus compose/],
    [
      'on the schema of a subgraph',
      () => serve(coreSdl),
      /^\S+wrong\.graphql is not a supergraph that can be served\. It has no enum join__Graph .+"nimbus compose/,
    ],
    ['on a subgraph without a URL', () => serve(homeless), /Its subgraph a has no URL\./],
    [
      'on a supergraph with fields that only some callers may see',
      () => serve(composeLibrary('http://127.0.0.1:1/').replace('schema\n', `schema\n  ${authenticated}\n`)),
      /It protects fields by https:\/\/specs\.apollo\.dev\/authenticated\/v0\.1, which this gateway does not enforce\./,
    ],
    [
      'on a file that links no specification',
      () => serve(unlinked),
      /is not a supergraph that can be served\./,
    ],
  ];

  test.each(refusals)('%s', async (_, run, sentence) => {
    const { code, stdout, stderr } = await run();
    expect(stderr).toMatch(sentence);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  });
});
