import {
  BREAK,
  executeSync,
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { Json } from './json.ts';
import { fieldsOf, type Fragments } from './selection.ts';

/** An operation split in two: the part for the subgraphs, and the introspection; each is undefined if it is empty. */
interface SplitOperation {
  readonly planned: OperationDefinitionNode | undefined;
  readonly introspective: OperationDefinitionNode | undefined;
}

/** Takes the fields `__schema` and `__type` out of an operation; an operation without them is unchanged. */
export function splitOperation(operation: OperationDefinitionNode, fragments: Fragments): SplitOperation {
  const fields = fieldsOf(operation.selectionSet, fragments);
  const introspective = fields.filter(asksOfSchema);
  const asksData = fields.some(({ name }) => !name.value.startsWith('__'));
  if (introspective.length === 0)
    return { planned: asksData ? operation : undefined, introspective: undefined };
  const rest = fields.filter((field) => !asksOfSchema(field));
  return {
    planned: asksData ? withSelections(operation, rest) : undefined,
    introspective: withSelections(operation, introspective),
  };
}

/** True if any field of the document, in an operation or a fragment, reads the schema. */
export function introspects(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    Field(field) {
      found ||= asksOfSchema(field);
      return found ? BREAK : undefined;
    },
  });
  return found;
}

function asksOfSchema({ name }: FieldNode): boolean {
  return name.value === '__schema' || name.value === '__type';
}

/** The operation with these root fields. A root type is an object type: the selections of its fragments count, whatever their condition. */
export function withSelections(operation: OperationDefinitionNode, selections: readonly SelectionNode[]) {
  return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } } as OperationDefinitionNode;
}

/** The introspection result, as graphql-js computes it. */
export function introspect(
  schema: GraphQLSchema,
  { operation, fragments }: { readonly operation: OperationDefinitionNode; readonly fragments: Fragments },
  variableValues: Json,
): Json {
  const document = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] } as const;
  const { data } = executeSync({ schema, document, variableValues });
  return { ...data };
}
