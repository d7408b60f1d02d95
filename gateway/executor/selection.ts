import {
  isAbstractType,
  Kind,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type FragmentSpreadNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Json } from './readAnswer.ts';

/** Whether something is asked for, with these variables; undefined: always. */
export type Condition = ((variables: Json) => boolean) | undefined;

/** What a client asks, and the schema that it sees. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** A selection set and when it counts. */
export interface Selected {
  readonly selectionSet: SelectionSetNode | undefined;
  readonly include: Condition;
}

/** One place where a field is asked for. */
export interface Occurrence {
  readonly node: FieldNode;
  readonly include: Condition;
}

/** The fields that are asked of an object of `type`, by response key, through all fragments. */
export function collectFields(
  asked: Asked,
  type: GraphQLObjectType,
  sets: readonly Selected[],
): ReadonlyMap<string, readonly Occurrence[]> {
  const fields = new Map<string, Occurrence[]>();
  for (const each of sets) gather(asked, type, { ...each, fields });
  return fields;
}

interface Gathering extends Selected {
  readonly fields: Map<string, Occurrence[]>;
}

function gather(asked: Asked, type: GraphQLObjectType, { selectionSet, include, fields }: Gathering): void {
  for (const selection of selectionSet?.selections ?? []) {
    const own = conditionOf(selection);
    if (own === 'never') continue;
    const both = and(include, own);
    if (selection.kind === Kind.FIELD) {
      const key = responseKey(selection);
      const known = fields.get(key) ?? [];
      fields.set(key, [...known, { node: selection, include: both }]);
    } else {
      const fragment = fragmentOf(asked, selection);
      if (applies(asked, fragment, type))
        gather(asked, type, { selectionSet: fragment?.selectionSet, include: both, fields });
    }
  }
}

/** The key of a field in an answer. */
export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** The fragment that a selection is, or names. */
export function fragmentOf(
  { fragments }: Pick<Asked, 'fragments'>,
  selection: InlineFragmentNode | FragmentSpreadNode,
): InlineFragmentNode | FragmentDefinitionNode | undefined {
  return selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
}

function applies(
  { schema }: Asked,
  fragment: ReturnType<typeof fragmentOf>,
  type: GraphQLObjectType,
): boolean {
  const name = fragment?.typeCondition?.name.value;
  if (name === undefined || name === type.name) return true;
  const condition = schema.getType(name);
  return isAbstractType(condition) && schema.isSubType(condition, type);
}

/** What `@skip` and `@include` of a selection say. */
export function conditionOf({ directives = [] }: SelectionNode): Condition | 'never' {
  return directives.reduce<Condition | 'never'>((sofar, directive) => {
    const own = conditionOfDirective(directive);
    return sofar === 'never' || own === 'never' ? 'never' : and(sofar, own);
  }, undefined);
}

function conditionOfDirective({ name, arguments: args = [] }: DirectiveNode): Condition | 'never' {
  const isSkip = name.value === 'skip';
  if (!isSkip && name.value !== 'include') return undefined;
  const value = args[0]?.value;
  if (value?.kind === Kind.BOOLEAN) return value.value === isSkip ? 'never' : undefined;
  if (value?.kind !== Kind.VARIABLE) return undefined;
  const variable = value.name.value;
  return isSkip ? (variables) => variables[variable] !== true : (variables) => variables[variable] === true;
}

/** True where both are. */
export function and(one: Condition, other: Condition): Condition {
  if (!one || !other) return one ?? other;
  return (variables) => one(variables) && other(variables);
}

/** True where one of them is. */
export function anyOf(conditions: readonly Condition[]): Condition {
  const all = conditions.filter((condition) => condition !== undefined);
  if (all.length < conditions.length) return undefined;
  return (variables) => all.some((condition) => condition(variables));
}
