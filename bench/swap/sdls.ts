const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n`;

export const coreSdl = `${link}type Query { viewer: User } type User @key(fields: "id") { id: ID! username: String! }`;

/** A plugin with an entity, a list and a field on a type of core. */
export function pluginSdl(index: number): string {
  return `${link}
    type User @key(fields: "id") { id: ID! p${index}: String }
    type Thing${index} @key(fields: "id") { id: ID! title: String owner: User }
    type Query { things${index}(first: Int): [Thing${index}] }`;
}

/** The plugin that changes: the name of its only field contains a number. */
export function toggledSdl(number: number): string {
  return `${link}type Query { toggle${number}: String }`;
}

export const load = '{ viewer { username p1 } }';
