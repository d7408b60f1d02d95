import { defineOperation, gql } from '@nimbusvault/sdk';
import { z } from 'zod';

const id = z.uuid();
const text = z.string();
const data = z.object({ answer: z.union([z.object({ id }), z.object({ message: text })]) });

/** A mutation of core, in the plugin's own name: its schedule has no user. */
function mutation<Variables extends z.ZodType>(signature: string, field: string, variables: Variables) {
  const answer = '{ ... on Document { id } ... on Failure { message } }';
  const document = gql(`mutation ${signature} { answer: ${field} ${answer} }`);
  return defineOperation({ document, variables, data });
}

export const createDocument = mutation(
  'ImportFile($title: String!, $body: String!)',
  'createDocument(input: { title: $title, body: $body })',
  z.object({ title: text, body: text }),
);
export const updateDocument = mutation(
  'FollowFile($id: ID!, $title: String!, $body: String)',
  'updateDocument(input: { id: $id, title: $title, body: $body })',
  z.object({ id, title: text, body: text.nullable() }),
);
export const archiveDocument = mutation('FileIsGone($id: ID!)', 'archiveDocument(id: $id)', z.object({ id }));
export const restoreDocument = mutation('FileIsBack($id: ID!)', 'restoreDocument(id: $id)', z.object({ id }));
