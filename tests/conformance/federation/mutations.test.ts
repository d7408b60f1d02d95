import { conform } from './conform.ts';

const entries: string[] = [];

function add(text: string) {
  entries.push(text);
  return { id: String(entries.length), text };
}

conform('mutations across subgraphs', {
  subgraphs: {
    left: {
      sdl: `
        type Query { entries: [String!]! }
        type Mutation { addLeft(text: String!): Entry reset: Boolean failLeft: Entry }
        type Entry @key(fields: "id") { id: ID! text: String }
      `,
      resolvers: {
        Query: { entries: () => entries },
        Mutation: {
          addLeft: (_: unknown, { text }: { text: string }) => add(`left ${text}`),
          failLeft: () => {
            throw new Error('No.');
          },
          reset: () => entries.splice(0).length > 0,
        },
      },
    },
    right: {
      sdl: `
        type Mutation { addRight(text: String!): Entry }
        type Entry @key(fields: "id") { id: ID! length: Int now: Int }
      `,
      resolvers: {
        Mutation: { addRight: (_: unknown, { text }: { text: string }) => ({ id: add(`right ${text}`).id }) },
        Entry: { length: () => entries.at(-1)?.length ?? 0, now: () => entries.length },
      },
    },
    texts: {
      sdl: `type Entry @key(fields: "id") { id: ID! upper: String }`,
      resolvers: {
        Entry: { upper: ({ id }: { id: string }) => entries[Number(id) - 1]?.toUpperCase() ?? null },
      },
    },
  },
  operations: [
    {
      title: 'run in the order of the document',
      query: `mutation {
        one: addLeft(text: "1") { id }
        two: addRight(text: "2") { id }
        three: addLeft(text: "3") { id }
        four: addLeft(text: "4") { id }
        five: addRight(text: "5") { id }
      }`,
      data: { one: { id: '1' }, two: { id: '2' }, three: { id: '3' }, four: { id: '4' }, five: { id: '5' } },
    },
    {
      title: 'leave the result of that order',
      query: '{ entries }',
      data: { entries: ['left 1', 'right 2', 'left 3', 'left 4', 'right 5'] },
    },
    {
      title: 'the fields of a result are fetched before the next mutation',
      query: `mutation {
        reset
        one: addLeft(text: "a") { text now upper }
        two: addRight(text: "b") { now upper }
        three: addLeft(text: "c") { now length }
      }`,
      data: {
        reset: true,
        one: { text: 'left a', now: 1, upper: 'LEFT A' },
        two: { now: 2, upper: 'RIGHT B' },
        three: { now: 3, length: 6 },
      },
    },
    {
      title: 'a failed mutation does not stop the others',
      query: 'mutation { reset failLeft { text upper } addRight(text: "x") { upper } }',
      data: { reset: true, failLeft: null, addRight: { upper: 'RIGHT X' } },
      errors: true,
    },
  ],
});
