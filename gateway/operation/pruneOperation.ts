import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  visit,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import type { Json } from './json.ts';

type Definition = OperationDefinitionNode | FragmentDefinitionNode;

/** The variables that decide which fields are selected. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      if (isCondition(directive)) for (const name of variablesIn(directive)) names.add(name);
    },
  });
  return [...names];
}

function variablesIn({ arguments: args = [] }: DirectiveNode): readonly string[] {
  return args.flatMap(({ value }) => (value.kind === Kind.VARIABLE ? [value.name.value] : []));
}

function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

/** The selections that remain with these variables, without conditions; a selection set may be empty then. */
export function prune<Node extends Definition>(node: Node, values: Json): Node {
  const drop = (selection: SelectionNode) => (isAsked(selection, values) ? undefined : null);
  return visit(node, {
    Field: drop,
    InlineFragment: drop,
    FragmentSpread: drop,
    Directive: (directive) => (isCondition(directive) ? null : undefined),
  });
}

function isAsked(selection: SelectionNode, values: Json): boolean {
  const skip = getDirectiveValues(GraphQLSkipDirective, selection, values);
  const include = getDirectiveValues(GraphQLIncludeDirective, selection, values);
  return skip?.['if'] !== true && include?.['if'] !== false;
}

const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** Adds a field to empty selection sets: a request to a subgraph has to select something. */
export function fillEmpty<Node extends Definition>(node: Node): Node {
  return visit(node, {
    SelectionSet: (set) => (set.selections.length === 0 ? { ...set, selections: [typename] } : undefined),
  });
}
