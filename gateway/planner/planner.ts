import { Supergraph } from '@apollo/federation-internals';
import { QueryPlanner, type QueryPlan } from '@graphql-hive/router-query-planner';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { GraphQLSchema } from 'graphql';
import { fromApolloPlan } from './fromApolloPlan.ts';
import { readTakenNames, type TakenNames } from './planKeys.ts';
import { openSecondPlanner } from './secondPlanner.ts';

const longestPlanningMs = 10_000;
const noLabels: Set<string> = new Set();

/** Plans operations on one supergraph; which planner does it is known here alone. */
export interface Planner {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  readonly taken: TakenNames;
  /** Plans off the main thread; throws GRAPHQL_VALIDATION_FAILED for what cannot be planned. */
  plan(document: string, operationName: string | undefined): Promise<QueryPlan['node']>;
}

/** Reads a supergraph; throws COMPOSITION_FAILED where it is none. */
export function openPlanner(supergraphSdl: string): Planner {
  const native = openNative(supergraphSdl);
  const second = openSecondPlanner(supergraphSdl);
  return {
    apiSchema: readApiSchema(supergraphSdl),
    taken: readTakenNames(supergraphSdl),
    async plan(document, operationName) {
      const signal = AbortSignal.timeout(longestPlanningMs);
      try {
        return (await native.planAsync(document, operationName, noLabels, 0, signal)).node;
      } catch {
        // It cannot plan every operation that can be planned.
      }
      try {
        return fromApolloPlan(await second.plan({ document, operationName }, longestPlanningMs));
      } catch (cause) {
        throw new VaultError('GRAPHQL_VALIDATION_FAILED', 'No plan could be made for this operation.', {
          cause,
        });
      }
    },
  };
}

function openNative(supergraphSdl: string): QueryPlanner {
  try {
    return new QueryPlanner(supergraphSdl);
  } catch (cause) {
    throw new VaultError('COMPOSITION_FAILED', 'The supergraph cannot be read. Compose it anew.', { cause });
  }
}

/** Without what is `@inaccessible`. */
function readApiSchema(supergraphSdl: string): GraphQLSchema {
  const options = { supportedFeatures: null, validateSupergraph: false };
  return Supergraph.build(supergraphSdl, options).apiSchema().toGraphQLJSSchema();
}
