import { parse, visit, type DocumentNode } from 'graphql';
import { isScope, roles, type Role } from '../kernel/index.ts';
import type { GraphOperation } from './defineOperation.ts';

/** The rights of a plugin in the graph, in its hook handlers and tasks: these operations, with this role and these scopes. */
export interface GraphAccess {
  readonly role: Role;
  readonly scopes?: readonly string[];
  readonly operations: readonly GraphOperation[];
}

/** The SDL that tells the gateways of it: who publishes the schema publishes that too. */
export function graphAccessTypeDefs({ role, scopes = [], operations }: GraphAccess): DocumentNode {
  const documents = operations.map(({ document }) => document);
  const sdl = `
    "What the plugin may ask the graph by itself, in its hook handlers and tasks."
    directive @asksGraph(role: String!, scopes: [String!]!, operations: [String!]!) on SCHEMA
    extend schema @asksGraph(
      role: ${JSON.stringify(role)}, scopes: ${JSON.stringify(scopes)}, operations: ${JSON.stringify(documents)}
    )`;
  const inBlocks = {
    StringValue: (text: { value: string }) => ({ ...text, block: text.value.includes('\n') }),
  };
  return visit(parse(sdl), inBlocks);
}

/** Its faults, each with its remedy. */
export function graphAccessFaults({ role, scopes = [], operations }: GraphAccess): readonly string[] {
  const names = operations.map(({ name }) => name);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...(roles.includes(role) ? [] : [`graph.role is ${roles.join(' or ')}; got ${JSON.stringify(role)}`]),
    ...scopes
      .filter((scope) => !isScope(scope))
      .map(
        (scope) =>
          `graph.scopes has ${JSON.stringify(scope)}, which is no scope; take out spaces, quotes and backslashes`,
      ),
    ...repeated.map((name) => `two operations of graph are named "${name}"; rename one`),
  ];
}
