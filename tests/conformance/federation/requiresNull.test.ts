import { conform } from './conform.ts';

const show = (field: string) => (parent: object) => {
  const value: unknown = new Map<string, unknown>(Object.entries(parent)).get(field);
  return value === undefined ? 'left out' : JSON.stringify(value);
};

conform('@requires of null values', {
  subgraphs: {
    people: {
      sdl: `
        type Query { people: [Person] }
        type Person @key(fields: "id") { id: ID! nickname: String address: Address }
        type Address @shareable { city: String }
      `,
      resolvers: {
        Query: {
          people: () => [
            { id: '1', nickname: 'ada', address: { city: 'London' } },
            { id: '2', nickname: null, address: null },
            { id: '3', nickname: '', address: { city: null } },
          ],
        },
      },
    },
    letters: {
      sdl: `
        type Person @key(fields: "id") {
          id: ID!
          nickname: String @external
          address: Address @external
          greeting: String @requires(fields: "nickname")
          envelope: String @requires(fields: "address { city }")
        }
        type Address @shareable { city: String }
      `,
      resolvers: { Person: { greeting: show('nickname'), envelope: show('address') } },
    },
  },
  operations: [
    {
      title: 'a null scalar is sent as null',
      query: '{ people { greeting } }',
      data: { people: [{ greeting: '"ada"' }, { greeting: 'null' }, { greeting: '""' }] },
    },
    {
      title: 'and so is a null object',
      query: '{ people { envelope } }',
      data: {
        people: [{ envelope: '{"city":"London"}' }, { envelope: 'null' }, { envelope: '{"city":null}' }],
      },
    },
  ],
});
