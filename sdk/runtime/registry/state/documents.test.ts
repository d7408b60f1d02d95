import { expect, test } from 'vitest';
import { createDocumentStore, readDocument } from './documents.ts';
import { readManifest } from './documentManifest.ts';
import { sha256 } from './digest.ts';

const text = '{ viewer { username } }';
const registered = {
  id: sha256(text),
  document: text,
  name: null,
  client: 'web',
  by: 'ada',
  at: '2026-11-01T00:00:00.000Z',
};
const apollo = (...operations: readonly object[]) =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });

test('a document is found by its id, by its hash and by its text; an id keeps its first document', () => {
  const store = createDocumentStore([{ ...registered, id: 'viewer' }]);
  expect(store.add({ ...registered, id: 'viewer', document: '{ other }' })).toBe(false);
  expect([store.textOf('viewer'), store.textOf(sha256(text))]).toEqual([text, text]);
  expect([store.has(text), store.has('{ other }'), store.textOf('constructor')]).toEqual([
    true,
    false,
    undefined,
  ]);
});

const removedAt = (at: string) => ({ ...registered, removed: { by: 'ada', why: 'leak', at } });

test('a document that was removed is found no more, whoever comes late with it, until it is registered again', () => {
  const store = createDocumentStore([registered, { ...registered, id: 'other' }]);
  const removed = removedAt('2026-11-02T00:00:00.000Z');
  expect([store.add(removed), store.add(removed), store.add(registered)]).toEqual([true, false, false]);
  expect([store.textOf(registered.id), store.has(text)]).toEqual([text, true]); // by the other id
  store.add({ ...removed, id: 'other' });
  expect([store.textOf(registered.id), store.textOf('other'), store.has(text)]).toEqual([
    undefined,
    undefined,
    false,
  ]);
  expect(store.all()).toHaveLength(2);
  expect(store.add({ ...registered, at: '2026-11-03T00:00:00.000Z' })).toBe(true);
  expect([store.textOf(registered.id), store.has(text), store.add(removed)]).toEqual([text, true, false]);
});

test.each([
  ['an id that is the hash of something else', { ...registered, id: sha256('{ other }') }],
  ['an id with a space', { ...registered, id: 'a b' }],
  ['no document', { ...registered, document: '' }],
  ['no time', { ...registered, at: 'now' }],
])('%s is no document that was registered', (_, value) => {
  expect(readDocument(value)).toBeUndefined();
  expect(readDocument(registered)).toEqual(registered);
});

test.each([
  ["Apollo's format", apollo({ id: sha256(text), name: 'Viewer', type: 'query', body: text }), 'Viewer'],
  ['a map of hashes', JSON.stringify({ [sha256(text)]: text }), null],
  ['a map of hashes that say so', JSON.stringify({ [`sha256:${sha256(text)}`]: text }), null],
])('a manifest in %s is read', (_, manifest, name) => {
  expect(readManifest(manifest, 'm.json')).toEqual([{ id: sha256(text), document: text, name }]);
});

test.each([
  ['no JSON', 'hello', 'not valid JSON'],
  ['a list', '[]', 'its top'],
  ['null', 'null', 'its top'],
  ['another format', '{ "format": "x", "operations": [] }', 'format'],
  ['an operation without a body', apollo({ id: 'a' }), 'operations.0.body'],
  ['a map to numbers', '{ "a": 1 }', 'm.json is not a manifest of documents: a:'],
  ['an id with a space', '{ "a b": "{ a }" }', 'a b'],
  ['a hash of something else', JSON.stringify({ [sha256('x')]: text }), 'is not the SHA-256'],
  [
    'two documents of one id',
    apollo({ id: 'a', body: '{ a }' }, { id: 'a', body: '{ b }' }),
    'two documents',
  ],
])('%s is refused as a manifest, with the reason', (_, manifest, why) => {
  expect(() => readManifest(manifest, 'm.json')).toThrow(why);
});
