import type { Client, Random } from '@nimbusvault/testing';
import { pick, shareQuery, type Cast } from './cast.ts';

/** The rows that the accepted mutations of an interleaving have promised. */
export interface Expected {
  readonly documents: Set<string>;
  readonly links: Set<string>;
}

/** One act of somebody, which adds the promised rows to `expected`. Returns the kind of its answer. */
type Move = (cast: Cast, random: Random, expected: Expected) => Promise<string>;

const conflict = '... on Conflict { message }';

const offboard = `mutation ($userId: ID!, $transferTo: ID!) {
  answer: offboardUser(userId: $userId, transferTo: $transferTo) { __typename ${conflict} } }`;
const transfer = `mutation ($id: ID!, $toUserId: ID!) {
  answer: transferDocument(id: $id, toUserId: $toUserId) { __typename ${conflict} } }`;
const write = `mutation ($in: CreateDocumentInput!) {
  answer: createDocument(input: $in) { __typename ... on Document { id } } }`;
const changeRole = `mutation ($in: ChangeUserRoleInput!) {
  answer: changeUserRole(input: $in) { __typename ${conflict} } }`;
const archive = `mutation ($id: ID!) { answer: archiveDocument(id: $id) { __typename } }`;
const restore = `mutation ($id: ID!) { answer: restoreDocument(id: $id) { __typename } }`;

/** By the number of times that each is drawn. */
const moves: Readonly<Record<string, { readonly weight: number; readonly move: Move }>> = {
  offboard: {
    weight: 3,
    move: async ({ people, observer }, random) => {
      const [userId, transferTo] = [pick(people, random).client.userId, pick(people, random).client.userId];
      return kindOf(await ask(observer, offboard, { userId, transferTo }));
    },
  },
  transfer: {
    weight: 3,
    move: async ({ people, observer }, random) => {
      const [{ document: id }, { client }] = [pick(people, random), pick(people, random)];
      return kindOf(await ask(observer, transfer, { id, toUserId: client.userId }));
    },
  },
  write: {
    weight: 4,
    move: async ({ people }, random, { documents }) => {
      const answer = await ask(pick(people, random).client, write, { in: { title: 'Another' } });
      if (answer.id) documents.add(answer.id);
      return kindOf(answer);
    },
  },
  share: {
    weight: 4,
    move: async ({ people }, random, { links }) => {
      const input = { title: 'Another', targetUrl: 'https://example.org/' };
      const answer = await ask(pick(people, random).client, shareQuery, { in: input });
      if (answer.id) links.add(answer.id);
      return kindOf(answer);
    },
  },
  'change a role': {
    weight: 1,
    move: async ({ people, observer }, random) => {
      const { userId } = pick(people, random).client;
      const role = pick(['ADMIN', 'MEMBER'], random);
      return kindOf(await ask(observer, changeRole, { in: { userId, role, reason: 'A race' } }));
    },
  },
  'archive, restore and share': { weight: 2, move: shareAgain },
};

/** The event of the archiving may come late: the link that was shared behind it must stay. */
async function shareAgain(
  { people, observer }: Cast,
  random: Random,
  { documents, links }: Expected,
): Promise<string> {
  const { client } = pick(people, random);
  const { id } = await ask(client, write, { in: { title: 'To and fro' } });
  if (!id) return 'refused';
  documents.add(id);
  await ask(observer, archive, { id });
  await ask(observer, restore, { id });
  const input = { title: 'To and fro', targetUrl: `https://vault.example/entity/${id}` };
  const answer = await ask(client, shareQuery, { in: input });
  if (answer.id) links.add(answer.id);
  return kindOf(answer);
}

const drawn = Object.entries(moves).flatMap(([name, { weight, move }]) =>
  Array.from({ length: weight }, () => ({ name, move })),
);

/** Draws a move. */
export function draw(random: Random): { readonly name: string; readonly move: Move } {
  return pick(drawn, random);
}

interface Answered {
  readonly __typename?: string;
  readonly id?: string;
  readonly code?: string;
}

async function ask(client: Client, query: string, variables: object): Promise<Answered> {
  const { data, errors } = await client.query(query, variables);
  return data?.answer ?? { code: errors?.[0]?.extensions.code };
}

function kindOf({ __typename, code }: Answered): string {
  return code ?? __typename ?? 'nothing';
}
