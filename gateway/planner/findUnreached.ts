import type { FetchDataRewrite, FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../operation/lostKeys.ts';
import { responseKey, type Fragments } from '../operation/selection.ts';

/** A selected field that no fetch of a plan requests. */
export interface Unreached {
  /** For example `User.username`. */
  readonly field: string;
  /** The fields that lead to it, with dots between. */
  readonly path: string;
}

/** The response keys that a plan fetches, whatever the types of the objects. */
interface Fetched extends Map<string, Fetched> {}

/**
 * Finds a field that a plan leaves out: the second planner omits without an error what it cannot reach. A field below a fragment
 * that narrows the type counts as reached: its objects may not exist there.
 */
export function findUnreached(
  document: DocumentNode,
  node: QueryPlan['node'],
  schema: GraphQLSchema,
): Unreached | undefined {
  const operation = getOperationAST(document);
  const type = operation && schema.getRootType(operation.operation);
  if (!type) return undefined;
  const fetched: Fetched = new Map();
  if (node?.kind !== 'Subscription') note(node, fetched);
  const asked = { fragments: fragmentsOf(document), schema };
  return findIn(operation.selectionSet, { ...asked, type, fetched, path: [] });
}

function note(node: PlanNode | undefined, at: Fetched): void {
  switch (node?.kind) {
    case 'Fetch':
      return merge(at, fetchedBy(node));
    case 'Flatten':
      return note(node.node, descend(at, node.path.map(String)));
    case 'Sequence':
    case 'Parallel':
      return node.nodes.forEach((each) => note(each, at));
    case 'Condition':
      return [node.ifClause, node.elseClause].forEach((each) => note(each, at));
    case 'Defer':
    case undefined:
  }
}

/** A path has `@` for the items of a list, and may have types after a bar. */
function descend(at: Fetched, path: readonly string[]): Fetched {
  const keys = path.map((part) => part.split('|')[0] ?? '').filter((key) => key !== '@');
  return keys.reduce(childOf, at);
}

function childOf(at: Fetched, key: string): Fetched {
  const child = at.get(key) ?? new Map();
  at.set(key, child);
  return child;
}

function fetchedBy({ operation, requires, outputRewrites = [] }: FetchNode): Fetched {
  const document = parse(operation, { noLocation: true });
  const all: Fetched = new Map();
  select(getOperationAST(document)?.selectionSet, fragmentsOf(document), all);
  const fetched = requires ? childOf(all, '_entities') : all;
  for (const rewrite of outputRewrites) rename(fetched, rewrite);
  return fetched;
}

function select(set: SelectionSetNode | undefined, fragments: Fragments, into: Fetched): void {
  for (const selection of set?.selections ?? []) {
    if (selection.kind === Kind.FIELD)
      select(selection.selectionSet, fragments, childOf(into, responseKey(selection)));
    else select(insideOf(selection, fragments)?.selectionSet, fragments, into);
  }
}

function insideOf(selection: Exclude<SelectionNode, { kind: Kind.FIELD }>, fragments: Fragments) {
  return selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
}

function rename(fetched: Fetched, rewrite: FetchDataRewrite): void {
  if (rewrite.kind !== 'KeyRenamer') return;
  const keys = rewrite.path.filter((part) => !part.startsWith('... on '));
  const parent = descend(fetched, keys.slice(0, -1));
  merge(childOf(parent, rewrite.renameKeyTo), childOf(parent, keys.at(-1) ?? ''));
}

function merge(into: Fetched, from: Fetched): void {
  for (const [key, child] of from) merge(childOf(into, key), child);
}

/** A place in the operation, and the keys that are fetched there; none if nothing is. */
interface Site {
  readonly type: GraphQLCompositeType;
  readonly fetched: Fetched | undefined;
  readonly path: readonly string[];
  readonly fragments: Fragments;
  readonly schema: GraphQLSchema;
}

function findIn({ selections }: SelectionSetNode, site: Site): Unreached | undefined {
  for (const selection of selections) {
    const found = findAt(selection, site);
    if (found) return found;
  }
  return undefined;
}

function findAt(selection: SelectionNode, site: Site): Unreached | undefined {
  const { type, fetched, path, fragments, schema } = site;
  if (selection.kind !== Kind.FIELD) {
    const inside = insideOf(selection, fragments);
    const isSame = isNotNarrower(inside?.typeCondition?.name.value, type, schema);
    return inside && isSame ? findIn(inside.selectionSet, site) : undefined;
  }
  const { name, selectionSet } = selection;
  if (name.value.startsWith('__')) return undefined;
  const known = fetched?.get(responseKey(selection));
  const here = [...path, name.value];
  if (!selectionSet) return known ? undefined : { field: `${type.name}.${name.value}`, path: here.join('.') };
  const inner = typeOf(type, name.value);
  return inner && findIn(selectionSet, { ...site, type: inner, fetched: known, path: here });
}

function isNotNarrower(
  condition: string | undefined,
  type: GraphQLCompositeType,
  schema: GraphQLSchema,
): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wider = schema.getType(condition);
  if (!isAbstractType(wider)) return false;
  return (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wider, type);
}

function typeOf(type: GraphQLCompositeType, field: string): GraphQLCompositeType | undefined {
  const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field] : undefined;
  const inner = definition && getNamedType(definition.type);
  return isCompositeType(inner) ? inner : undefined;
}
