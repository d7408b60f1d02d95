import { gzipSync } from 'node:zlib';
import { post, type BadInput, type HttpRequest, type Row } from '../badInput.ts';

const body = '{"query":"{ __typename }"}';
const zipped = gzipSync(JSON.stringify({ query: '#'.repeat(20_000_000) }));

const types: readonly Row<HttpRequest['headers'] & object>[] = [
  'text/plain',
  'text/html',
  'application/xml',
  'application/graphql',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=a',
  'application/json; charset=utf-7',
  'application/json; charset=utf-16',
  'application/jsonp',
  'json',
  '',
  ';',
  '__proto__',
].map((type) => [`the content-type "${type}"`, { 'content-type': type }, 415, 'BAD_REQUEST'] as const);

const accepts: readonly Row<HttpRequest['headers'] & object>[] = [
  'image/png',
  'text/html',
  'nothing',
  ';q=1',
].map((accept) => [`the accept header "${accept}"`, { accept }, 406, 'BAD_REQUEST'] as const);

const others: readonly Row<HttpRequest['headers'] & object>[] = [
  ['an empty Idempotency-Key', { 'idempotency-key': '' }, 400, 'BAD_REQUEST'],
  ['an Idempotency-Key with a space', { 'idempotency-key': 'a b' }, 400, 'BAD_REQUEST'],
  ['an Idempotency-Key of 201 characters', { 'idempotency-key': 'a'.repeat(201) }, 400, 'BAD_REQUEST'],
  ['two Idempotency-Keys', { 'idempotency-key': ['a', 'b'] }, 400, 'BAD_REQUEST'],
  ['an invalid traceparent', { traceparent: '../../' }, 200, null],
  ['an x-request-id from the client', { 'x-request-id': '<script>' }, 200, null],
  ['a host that is not ours', { host: 'evil.example' }, 200, null],
  ['another method by a header', { 'x-http-method-override': 'DELETE' }, 200, null],
  ['17 KB of headers', { 'x-long': 'a'.repeat(17_000) }, 431, 'BAD_REQUEST'],
  ['a query plan without the right to it', { 'nimbus-query-plan': 'include' }, 200, null],
];

const encodings: readonly BadInput[] = ['gzip', 'br', 'deflate', 'x-unknown'].map((encoding) => ({
  name: `a body in ${encoding}`,
  request: (scene) => post(scene, zipped, { 'content-encoding': encoding }),
  status: 415,
  code: 'BAD_REQUEST',
}));

export const headers: readonly BadInput[] = [
  ...[...types, ...accepts, ...others].map(([name, sent, status, code]) => ({
    name,
    request: (scene: Parameters<BadInput['request']>[0]) => post(scene, body, sent),
    status,
    code,
  })),
  ...encodings,
];
