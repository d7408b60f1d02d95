import type { Client } from '@nimbusvault/testing';

/** The member of its result union with which a mutation of core was answered. */
export interface Member {
  readonly __typename: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

const refusal = { invalid: '... on InvalidInput { message path }', notFound: '... on NotFound { message }' };
const anyRefusal = `${refusal.invalid} ${refusal.notFound} ... on Conflict { message }`;
const newRefusal = `${refusal.invalid} ... on Conflict { message }`;
const deleteRefusal = `${refusal.invalid} ${refusal.notFound} ... on Objection { message plugin }`;

const user = `... on User { id username organization { slug } }`;
const folder = `... on Folder {
  id name createdAt archivedAt
  documents { totalCount edges { node { id } } }
  archived: documents(archived: true) { totalCount edges { node { id } } }
}`;
const document = `... on Document {
  id title body version createdAt updatedAt archivedAt folder { id } createdBy { username }
}`;

const mutations = {
  createUser: operation('createUser(input: $in)', 'CreateUserInput!', `${user} ${newRefusal}`),
  createFolder: operation('createFolder(input: $in)', 'CreateFolderInput!', `${folder} ${newRefusal}`),
  archiveFolder: operation('archiveFolder(id: $in)', 'ID!', `${folder} ${anyRefusal}`),
  restoreFolder: operation('restoreFolder(id: $in)', 'ID!', `${folder} ${anyRefusal}`),
  createDocument: operation(
    'createDocument(input: $in)',
    'CreateDocumentInput!',
    `${document} ${anyRefusal}`,
  ),
  updateDocument: operation(
    'updateDocument(input: $in)',
    'UpdateDocumentInput!',
    `${document} ${anyRefusal}`,
  ),
  archiveDocument: operation('archiveDocument(id: $in)', 'ID!', `${document} ${anyRefusal}`),
  restoreDocument: operation('restoreDocument(id: $in)', 'ID!', `${document} ${anyRefusal}`),
  deleteDocument: operation('deleteDocument(id: $in)', 'ID!', `${document} ${deleteRefusal}`),
};

/** Runs a mutation of core for a client; its input is an id or an input object. Throws if the answer has errors. */
export async function mutate(
  client: Client,
  mutation: keyof typeof mutations,
  input: string | object,
): Promise<Member> {
  const { data, errors } = await client.query(mutations[mutation], { in: input });
  if (errors) throw new Error(`${mutation} was answered with ${JSON.stringify(errors)}`);
  return data.answer as Member;
}

function operation(field: string, input: string, members: string): string {
  return `mutation ($in: ${input}) { answer: ${field} { __typename ${members} } }`;
}
