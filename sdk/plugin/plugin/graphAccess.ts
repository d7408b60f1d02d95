import { parse, visit, type DocumentNode } from 'graphql';
import { isScope, roles, type Role } from '../kernel/index.ts';
import type { DeclaredOperation } from './defineOperation.ts';

/**
 * A plugin's rights in the graph, in its hook handlers and tasks: these operations, with this role and these scopes. An
 * operation for a user has no more than the user's role either, and no scopes.
 */
export interface GraphAccess {
  readonly role: Role;
  readonly scopes?: readonly string[];
  readonly operations: readonly DeclaredOperation[];
}

/** The SDL that declares them to the gateways: it is published with the schema. */
export function graphAccessTypeDefs({ role, scopes = [], operations }: GraphAccess): DocumentNode {
  const documents = (forUser: boolean) =>
    JSON.stringify(operations.filter((each) => each.forUser === forUser).map(({ document }) => document));
  const sdl = `
    "The rights of the plugin in the graph, in its hook handlers and tasks."
    directive @asksGraph(role: String!, scopes: [String!]!, operations: [String!]!, forUser: [String!]! = []) on SCHEMA
    extend schema @asksGraph(
      role: ${JSON.stringify(role)}, scopes: ${JSON.stringify(scopes)},
      operations: ${documents(false)}, forUser: ${documents(true)}
    )`;
  const inBlocks = {
    StringValue: (text: { value: string }) => ({ ...text, block: text.value.includes('\n') }),
  };
  return visit(parse(sdl), inBlocks);
}

/** Returns its faults, each with its remedy. */
export function graphAccessFaults({ role, scopes = [], operations }: GraphAccess): readonly string[] {
  const names = operations.map(({ name }) => name);
  const repeated = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...(roles.includes(role) ? [] : [`graph.role is ${roles.join(' or ')}; got ${JSON.stringify(role)}`]),
    ...scopes
      .filter((scope) => !isScope(scope))
      .map(
        (scope) =>
          `graph.scopes has ${JSON.stringify(scope)}, which is an invalid scope; remove spaces, quotes and backslashes`,
      ),
    ...repeated.map((name) => `two operations of graph are named "${name}"; rename one`),
  ];
}
