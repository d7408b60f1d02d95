import {
  isAbstractType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionSetNode,
} from 'graphql';

/** The named fragments of a document. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** A type with fields; an interface stands for an object whose type is not known more precisely. */
export type FieldsType = GraphQLObjectType | GraphQLInterfaceType;

/** A client's operation, without conditions, and the schema that it sees. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
}

/** The fields selected on an object of `type`, by response key, through all fragments. */
export function collectFields(
  asked: Asked,
  type: FieldsType,
  sets: readonly SelectionSetNode[],
): ReadonlyMap<string, readonly FieldNode[]> {
  const applies = (condition: string) => {
    const conditionType = asked.schema.getType(condition);
    return isAbstractType(conditionType) && asked.schema.isSubType(conditionType, type);
  };
  const fields = sets.flatMap((set) =>
    fieldsOf(set, asked.fragments, (condition) => condition === type.name || applies(condition)),
  );
  return Map.groupBy(fields, responseKey);
}

/** The fields of a selection set, through all fragments whose type condition `applies`. */
export function fieldsOf(
  set: SelectionSetNode | undefined,
  fragments: Fragments,
  applies: (condition: string) => boolean = () => true,
): readonly FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = fragmentOf(fragments, selection);
    const condition = fragment?.typeCondition?.name.value;
    if (condition !== undefined && !applies(condition)) return [];
    return fieldsOf(fragment?.selectionSet, fragments, applies);
  });
}

/** The key of a field in an answer. */
export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** The fragment that a selection is, or names. */
export function fragmentOf(
  fragments: Fragments,
  selection: InlineFragmentNode | FragmentSpreadNode,
): InlineFragmentNode | FragmentDefinitionNode | undefined {
  return selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
}
