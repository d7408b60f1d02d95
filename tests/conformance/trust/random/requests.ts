import fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import type { HttpRequest } from '../badInput.ts';
import { brokenDocuments, validDocuments } from './documents.ts';

const visible = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
});
const noise = fc.string({ unit: 'binary', maxLength: 200 });
const methods = ['GET', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'];
const types = [
  'application/json; charset=utf-8',
  'APPLICATION/JSON',
  'text/plain',
  'application/json; charset=utf-7',
];
const accepts = [
  '*/*',
  'application/json',
  'application/graphql-response+json',
  'multipart/mixed',
  'image/png',
];

/** Requests, most of them with `token`; half of them are valid POSTs of JSON. */
export function requests(schema: GraphQLSchema, token: string): fc.Arbitrary<HttpRequest> {
  const documents = fc.oneof(
    { weight: 4, arbitrary: validDocuments(schema) },
    { weight: 3, arbitrary: brokenDocuments(schema) },
    { weight: 1, arbitrary: noise },
  );
  const usual = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const good = documents.map((query) => ({
    method: 'POST',
    body: JSON.stringify({ query }),
    headers: usual,
  }));
  const odd = fc
    .tuple(fc.oneof(bodies(documents), noise, fc.json()), headers())
    .map(([body, some]) => ({ method: 'POST', body, headers: { ...usual, ...some } }));
  const byAddress = fc
    .tuple(fc.constantFrom(...methods), documents.filter(isWellFormed), headers())
    .map(([method, query, some]) => ({
      method,
      path: `/graphql?query=${encodeURIComponent(query)}`,
      headers: { ...usual, ...some },
    }));
  return fc.oneof({ weight: 2, arbitrary: good }, odd, byAddress);
}

function bodies(documents: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const body = fc.record(
    {
      query: documents,
      variables: fc.option(fc.oneof(fc.dictionary(visible, fc.jsonValue()), fc.jsonValue())),
      operationName: fc.option(fc.oneof(visible, fc.jsonValue())),
      extensions: fc.option(fc.jsonValue()),
    },
    { requiredKeys: ['query'] },
  );
  return body.map((value) => JSON.stringify(value));
}

function headers(): fc.Arbitrary<Record<string, string>> {
  return fc.record(
    {
      accept: fc.oneof(fc.constantFrom(...accepts), visible),
      'content-type': fc.oneof(fc.constantFrom(...types), visible),
      authorization: visible,
      'idempotency-key': visible,
      traceparent: visible,
      'x-request-id': visible,
      'x-vault-assertion': visible,
      'content-encoding': fc.constantFrom('gzip', 'br', 'identity'),
    },
    { requiredKeys: [] },
  );
}

/** Without lone surrogates, which a URL cannot contain. */
function isWellFormed(text: string): boolean {
  return text.isWellFormed();
}
