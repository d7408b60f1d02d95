import {
  getDirectiveValues,
  getOperationAST,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isRecord, type Json } from './readAnswer.ts';

/** What a subgraph is asked, and the schema that clients see of the answer. */
export interface Question {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly variables: Json;
}

/** A place in a subgraph's answer. */
export type AnswerPath = readonly (string | number)[];

/** The values of all variables of a document's operation: @apollo/gateway passes on those that the client sent. */
export function withDefaults(document: DocumentNode, variables: Json): Json {
  const definitions = getOperationAST(document)?.variableDefinitions ?? [];
  const defaults = definitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...variables };
}

/** The entities that are asked for; undefined where root fields are, whatever a client calls its variables. */
export function representationsOf({
  document,
  variables,
}: Omit<Question, 'schema'>): readonly unknown[] | undefined {
  const [field] = getOperationAST(document)?.selectionSet.selections ?? [];
  const asksEntities = field?.kind === Kind.FIELD && field.name.value === '_entities';
  return asksEntities && Array.isArray(variables.representations) ? variables.representations : undefined;
}

/** The fields that are asked of an object of `type`, through all fragments, without those that are skipped. */
export function selectedFields(
  question: Question,
  type: GraphQLObjectType,
  selectionSet: SelectionSetNode | undefined,
): FieldNode[] {
  const selections = selectionSet?.selections ?? [];
  return selections
    .filter((selection) => isIncluded(selection, question.variables))
    .flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      const fragment = fragmentOf(question, selection);
      return applies(question, fragment, type) ? selectedFields(question, type, fragment?.selectionSet) : [];
    });
}

/** The key of a field in an answer. */
export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** The type of an entity that a question is about, or of any object with a `__typename`. */
export function typeOf({ schema }: Question, object: unknown): GraphQLObjectType | undefined {
  const type = isRecord(object) ? schema.getType(String(object.__typename)) : undefined;
  return isObjectType(type) ? type : undefined;
}

function isIncluded(selection: SelectionNode, variables: Json): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables);
  return skip?.if !== true && include?.if !== false;
}

type Fragment = InlineFragmentNode | FragmentDefinitionNode | undefined;

function fragmentOf({ document }: Question, selection: InlineFragmentNode | FragmentSpreadNode): Fragment {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  return document.definitions.find(
    (definition): definition is FragmentDefinitionNode =>
      definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
  );
}

function applies({ schema }: Question, fragment: Fragment, type: GraphQLObjectType): boolean {
  const name = fragment?.typeCondition?.name.value;
  if (name === undefined || name === type.name) return true;
  const condition = schema.getType(name);
  return isAbstractType(condition) && schema.isSubType(condition, type);
}
