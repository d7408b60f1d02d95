/** A schema that breaks every clause of its chapter. */
export const wrongSdl = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.99", import: ["@key"])
  interface Node { id: String }
  type Document @key(fields: "id") { id: ID! notes: Int! @policy(policies: []) }
  type Note @key(fields: "id") { id: ID! }
  input NoteInput { id: ID! }
  type Query { notes: Int! }
  type Mutation { addNote(input: NoteInput!): Note removeNote(id: ID!): Note @role(needs: "admin") }
`;
