import type {
  FetchDataRewrite,
  FetchNode as ApolloFetchNode,
  PlanNode as ApolloPlanNode,
  QueryPlan,
  QueryPlanSelectionNode,
} from '@apollo/query-planner';
import type {
  FetchNode,
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';

import { VaultError } from '@nimbusvault/sdk/kernel';

/** A plan of the second planner in the format of the first one. */
export function fromApolloPlan(node: QueryPlan['node']): PlanNode | undefined {
  if (!node) return undefined;
  switch (node.kind) {
    case 'Fetch':
      return fetchFrom(node);
    case 'Flatten':
      return { kind: 'Flatten', path: node.path.map(segmentFrom), node: planFrom(node.node) };
    case 'Sequence':
    case 'Parallel':
      return { kind: node.kind, nodes: node.nodes.map(planFrom) };
    case 'Condition':
    case 'Defer':
    case 'Subscription':
  }
  return unsupported(node.kind);
}

function unsupported(kind: string): never {
  throw new VaultError('BAD_REQUEST', `Operations of the kind "${kind}" are not supported.`);
}

function planFrom(node: ApolloPlanNode): PlanNode {
  return fromApolloPlan(node) as PlanNode;
}

function fetchFrom(node: ApolloFetchNode): FetchNode {
  const { serviceName, operation, operationKind, variableUsages, requires, inputRewrites, outputRewrites } =
    node;
  const requirements = requires ? { requires: requires.flatMap(requirementsFrom) } : {};
  return {
    kind: 'Fetch',
    serviceName,
    operation,
    operationKind,
    variableUsages,
    ...requirements,
    inputRewrites: inputRewrites?.map(rewriteFrom),
    outputRewrites: outputRewrites?.map(rewriteFrom),
  };
}

function segmentFrom(part: string | number): FlattenNodePathSegment {
  return part === '@' ? '@' : { Field: String(part) };
}

function requirementsFrom(selection: QueryPlanSelectionNode): readonly RequiresSelection[] {
  const selections = selection.selections?.flatMap(requirementsFrom) ?? [];
  if (selection.kind === 'Field') {
    const { name, alias } = selection;
    return [{ kind: 'Field', name, ...(alias ? { alias } : {}), selections }];
  }
  const { typeCondition } = selection;
  return typeCondition ? [{ kind: 'InlineFragment', typeCondition, selections }] : selections;
}

function rewriteFrom(rewrite: FetchDataRewrite): FetchRewrite {
  const path = rewrite.path.map(placeFrom);
  return rewrite.kind === 'KeyRenamer'
    ? { KeyRenamer: { path, renameKeyTo: rewrite.renameKeyTo } }
    : { ValueSetter: { path, setValueTo: String(rewrite.setValueTo) } };
}

function placeFrom(part: string): FetchNodePathSegment {
  return part.startsWith('... on ') ? { TypenameEquals: [part.slice('... on '.length)] } : { Key: part };
}
