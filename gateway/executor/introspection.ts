import {
  executeSync,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { Json } from './readAnswer.ts';
import { fragmentOf } from './selection.ts';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** An operation in two: what the subgraphs are asked, and what the schema says of itself. */
export interface SplitOperation {
  /** Undefined where nothing is asked of a subgraph. */
  readonly planned: OperationDefinitionNode | undefined;
  readonly introspective: OperationDefinitionNode | undefined;
}

/** Takes the fields `__schema` and `__type` out of an operation; without any it stays what it is. */
export function splitOperation(operation: OperationDefinitionNode, fragments: Fragments): SplitOperation {
  const { selections } = operation.selectionSet;
  const introspective = keep(selections, fragments, asksOfSchema);
  if (introspective.length === 0)
    return { planned: asksData(selections, fragments) ? operation : undefined, introspective: undefined };
  const planned = keep(selections, fragments, (field) => !asksOfSchema(field));
  return {
    planned: asksData(planned, fragments) ? withSelections(operation, planned) : undefined,
    introspective: withSelections(operation, introspective),
  };
}

const asksOfSchema = ({ name }: FieldNode) => name.value === '__schema' || name.value === '__type';

function asksData(selections: readonly SelectionNode[], fragments: Fragments): boolean {
  return keep(selections, fragments, ({ name }) => !name.value.startsWith('__')).length > 0;
}

/** The selections with the wanted root fields alone; fragments become inline. */
function keep(
  selections: readonly SelectionNode[],
  fragments: Fragments,
  wants: (field: FieldNode) => boolean,
): readonly SelectionNode[] {
  return selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return wants(selection) ? [selection] : [];
    const fragment = fragmentOf({ fragments }, selection);
    const kept = keep(fragment?.selectionSet.selections ?? [], fragments, wants);
    if (!fragment || kept.length === 0) return [];
    const { directives, typeCondition = fragment.typeCondition } =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : { directives: selection.directives };
    const selectionSet = { kind: Kind.SELECTION_SET, selections: kept } as const;
    return [{ kind: Kind.INLINE_FRAGMENT, directives, typeCondition, selectionSet }];
  });
}

function withSelections(operation: OperationDefinitionNode, selections: readonly SelectionNode[]) {
  return { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } } as OperationDefinitionNode;
}

/** What the schema says of itself, as graphql-js says it. */
export function introspect(
  schema: GraphQLSchema,
  { operation, fragments }: { readonly operation: OperationDefinitionNode; readonly fragments: Fragments },
  variableValues: Json,
): Json {
  const document = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] } as const;
  const { data } = executeSync({ schema, document, variableValues });
  return { ...data };
}
