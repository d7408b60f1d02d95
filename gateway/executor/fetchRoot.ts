import type { FetchNode } from '@graphql-hive/router-query-planner';
import { asFailure, errorsOfFailure, showErrors } from './subgraphErrors.ts';
import type { Fetch, FetchNotes, Subgraph } from './execution.ts';
import { lostKeysOf } from '../operation/lostKeys.ts';
import { mergeInto } from './merge.ts';
import type { Place } from './places.ts';
import { renamedKeys } from './renames.ts';
import { compileRewrites } from './rewrites.ts';
import type { Subtypes } from '../operation/subtypes.ts';
import { compileVariables } from './variables.ts';

/** Compiles a fetch of root fields. It never throws: a failed field is null, with one error for each lost field. */
export function compileRootFetch(node: FetchNode, subgraph: Subgraph, subtypes: Subtypes): Fetch {
  const { operation, outputRewrites = [] } = node;
  const names = renamedKeys(outputRewrites);
  const rewrite = compileRewrites(outputRewrites, subtypes);
  const lost = lostKeysOf(operation, subtypes);
  const writeVariables = compileVariables(node.variableUsages);
  const lead = `{"query":${JSON.stringify(operation)},"variables":{`;
  const isMutation = node.operationKind === 'mutation';
  const places = () => lost.ofRoot().map((key) => [names.get(key) ?? key]);
  const locate = (path: Place) => [path.map((part) => names.get(String(part)) ?? part)];
  return async (execution, { errors: shown }: FetchNotes = execution) => {
    const { context, data: known } = execution;
    try {
      const body = `${lead}${writeVariables(execution.variables)}}}`;
      const { data, errors } = await subgraph.ask({ body, isMutation }, context);
      if (errors.length > 0) shown.push(...showErrors(subgraph, errors, { context, lost: places, locate }));
      if (!data) return;
      rewrite(data);
      mergeInto(known, data);
    } catch (error) {
      shown.push(...errorsOfFailure(subgraph.name, asFailure(subgraph.name, error, context), places()));
    }
  };
}
