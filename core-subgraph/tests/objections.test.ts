import { answer, documentDeleting } from '@nimbusvault/sdk';
import { startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Core } from '../Core.ts';

const ada = { org: 'acme', userId: '00000000-0000-4000-8000-0000000000a1', roles: ['member'] } as const;
const unknown = '00000000-0000-4000-8000-00000000dead';

const create = `mutation { createDocument(input: { title: "Plan" }) { ... on Document { id } } }`;
const remove = `mutation ($id: ID!) {
  deleteDocument(id: $id) { __typename ... on Objection { plugin message } ... on Document { id } }
}`;

const held = new Set<string>();
const hooks = [
  answer(documentDeleting, async ({ documentId }, { org }) => {
    const isHeld = held.has(documentId) || documentId === unknown;
    return isHeld ? { message: `${org} still needs it.` } : null;
  }),
];

let plugin: StartedPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ ...Core, hooks });
});
afterAll(() => plugin[Symbol.asyncDispose]());

async function deleteDocument(id: string): Promise<object> {
  const { data } = await plugin.query(ada, remove, { id });
  return data.deleteDocument as object;
}

async function isThere(id: string): Promise<boolean> {
  const { data } = await plugin.query(ada, 'query ($id: ID!) { document(id: $id) { id } }', { id });
  return data.document !== null;
}

test('an objection keeps the document, and the caller learns which plugin objected', async () => {
  const { data } = await plugin.query(ada, create);
  const { id } = data.createDocument;
  held.add(id);
  const objection = { __typename: 'Objection', plugin: 'Core', message: 'acme still needs it.' };
  expect(await deleteDocument(id.toUpperCase())).toEqual(objection);
  expect(await isThere(id)).toBe(true);
  held.delete(id);
  expect(await deleteDocument(id)).toEqual({ __typename: 'Document', id });
  expect(await isThere(id)).toBe(false);
});

test('no plugin is asked about a document that does not exist', async () => {
  expect(await deleteDocument(unknown)).toEqual({ __typename: 'NotFound' });
});
