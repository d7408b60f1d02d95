import type { BadInput, HttpRequest, Row } from '../badInput.ts';

const query = '?query=%7Bviewer%7Bid%7D%7D';
const json = 'content-type: application/json\r\n';

const addresses: readonly Row<HttpRequest>[] = [
  ['an unknown path', { path: '/nowhere' }, 404, 'NOT_FOUND'],
  ['a malformed path', { path: '/%zz' }, 400, 'BAD_REQUEST'],
  ['a path traversal', { path: '/../../etc/passwd' }, 404, 'NOT_FOUND'],
  ['an encoded path traversal', { path: '/%2e%2e/%2e%2e/etc/passwd' }, 404, 'NOT_FOUND'],
  ['a NUL in the path', { path: '/%00' }, 404, 'NOT_FOUND'],
  ['/graphql/', { path: '/graphql/' }, 404, 'NOT_FOUND'],
  ['/GRAPHQL', { path: '/GRAPHQL' }, 404, 'NOT_FOUND'],
  ['/.env', { path: '/.env' }, 404, 'NOT_FOUND'],
  ['a path of 10 KB', { path: `/${'a'.repeat(10_000)}` }, 404, 'NOT_FOUND'],
  ['a POST to the health', { path: '/health/live', method: 'POST' }, 404, 'NOT_FOUND'],
  ['a GET without a query', { path: '/graphql' }, 400, 'BAD_REQUEST'],
  [
    'a GET of a mutation',
    { path: '/graphql?query=mutation%7BarchiveFolder(id:1)%7B__typename%7D%7D' },
    405,
    'BAD_REQUEST',
  ],
  ['a GET with two queries', { path: `/graphql${query}&query=%7Ba%7D` }, 400, 'BAD_REQUEST'],
  ['a GET with invalid variables', { path: `/graphql${query}&variables=%7B` }, 400, 'BAD_REQUEST'],
  ['a GET with variables that are a list', { path: `/graphql${query}&variables=%5B%5D` }, 400, 'BAD_REQUEST'],
  [
    'a GET with a prototype for variables',
    { path: `/graphql${query}&variables=%7B%22__proto__%22:1%7D` },
    200,
    null,
  ],
  ['a GET of brackets 9,000 deep', { path: `/graphql?query=${'{a'.repeat(6_000)}` }, 400, 'MAX_DEPTH_LIMIT'],
  ['PUT', { method: 'PUT' }, 405, 'BAD_REQUEST'],
  ['DELETE', { method: 'DELETE' }, 405, 'BAD_REQUEST'],
  ['PATCH', { method: 'PATCH' }, 405, 'BAD_REQUEST'],
  ['TRACE', { method: 'TRACE' }, 405, 'BAD_REQUEST'],
  ['PROPFIND', { method: 'PROPFIND' }, 404, 'NOT_FOUND'],
  [
    'PUT with a body that is not JSON',
    { method: 'PUT', body: 'a', headers: { 'content-type': 'a/b' } },
    415,
    'BAD_REQUEST',
  ],
];

const framing: readonly Row<string>[] = [
  ['no HTTP', 'hello\r\n\r\n', 400, 'BAD_REQUEST'],
  ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'BAD_REQUEST'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'BAD_REQUEST'],
  ['HTTP/9', 'GET / HTTP/9.9\r\nhost: a\r\n\r\n', 400, 'BAD_REQUEST'],
  ['an unknown method', 'NIMBUS /graphql HTTP/1.1\r\nhost: a\r\n\r\n', 400, 'BAD_REQUEST'],
  ['no host', 'GET /nowhere HTTP/1.1\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a header without a colon', 'GET / HTTP/1.1\r\nhost: a\r\nnothing\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a NUL in a header', 'GET / HTTP/1.1\r\nhost: a\r\nx: a\0b\r\n\r\n', 400, 'BAD_REQUEST'],
  ['a space before the colon', 'GET / HTTP/1.1\r\nhost : a\r\n\r\n', 400, 'BAD_REQUEST'],
  ['two lengths', posting(`content-length: 2\r\ncontent-length: 9\r\n`, '{}'), 400, 'BAD_REQUEST'],
  [
    'a length and chunks',
    posting('content-length: 2\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'),
    400,
    'BAD_REQUEST',
  ],
  ['a length that is not a number', posting('content-length: two\r\n', '{}'), 400, 'BAD_REQUEST'],
  ['a negative length', posting('content-length: -1\r\n', '{}'), 400, 'BAD_REQUEST'],
  [
    'a length beyond all limits',
    posting('content-length: 99999999999999999999999\r\n', '{}'),
    400,
    'BAD_REQUEST',
  ],
  ['a length of 1 TB', posting('content-length: 1000000000000\r\n', '{}'), 413, 'BAD_REQUEST'],
  [
    'a length that is too short',
    posting('content-length: 9\r\nconnection: close\r\n', '{"query":"{ __typename }"}'),
    400,
    'BAD_REQUEST',
  ],
  ['a body that never arrives', posting('content-length: 99\r\n', '{"query"'), 400, 'BAD_REQUEST'],
  ['headers that never end', 'GET /graphql HTTP/1.1\r\nhost: a\r\n', 400, 'BAD_REQUEST'],
  [
    'a chunk size that is not a number',
    posting('transfer-encoding: chunked\r\n', 'zz\r\n{}\r\n'),
    400,
    'BAD_REQUEST',
  ],
  ['chunks that never end', posting('transfer-encoding: chunked\r\n', '2\r\n{}\r\n'), 400, 'BAD_REQUEST'],
  [
    'chunks of 3 MB',
    posting('transfer-encoding: chunked\r\n', `2DC6C0\r\n${' '.repeat(3_000_000)}\r\n0\r\n\r\n`),
    413,
    'BAD_REQUEST',
  ],
  ['an unknown encoding', posting('transfer-encoding: nimbus\r\n', '{}'), 400, 'BAD_REQUEST'],
  [
    'an unsupported expectation',
    posting('expect: a-miracle\r\ncontent-length: 2\r\n', '{}'),
    400,
    'BAD_REQUEST',
  ],
  [
    'an upgrade',
    'GET /nowhere HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    404,
    'NOT_FOUND',
  ],
  ['CONNECT', 'CONNECT 127.0.0.1:22 HTTP/1.1\r\nhost: a\r\n\r\n', 405, 'BAD_REQUEST'],
  [
    'an absolute URL as the target',
    'GET http://evil.example/graphql HTTP/1.1\r\nhost: a\r\n\r\n',
    401,
    'UNAUTHENTICATED',
  ],
  ['a star as the target', 'GET * HTTP/1.1\r\nhost: a\r\n\r\n', 400, 'BAD_REQUEST'],
  [
    '17 KB of headers on a socket',
    `GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(17_000)}\r\n\r\n`,
    431,
    'BAD_REQUEST',
  ],
  [
    '2,600 headers',
    `GET /nowhere HTTP/1.1\r\nhost: a\r\n${'a: b\r\n'.repeat(2_600)}\r\n`,
    431,
    'BAD_REQUEST',
  ],
];

function posting(headers: string, body: string): string {
  return `POST /graphql HTTP/1.1\r\nhost: a\r\nauthorization: Bearer TOKEN\r\n${json}${headers}\r\n${body}`;
}

export const http: readonly BadInput[] = [
  ...addresses.map(([name, request, status, code]) => ({
    name,
    request: ({ token }: Parameters<BadInput['request']>[0]) => ({
      ...request,
      headers: { authorization: `Bearer ${token}`, ...request.headers },
    }),
    status,
    code,
  })),
  ...framing.map(([name, bytes, status, code]) => ({
    name,
    request: ({ token }: Parameters<BadInput['request']>[0]) => ({ raw: bytes.replace('TOKEN', token) }),
    status,
    code,
  })),
];
