import { Supergraph } from '@apollo/federation-internals';
import type { QueryPlan, QueryPlanner } from '@graphql-hive/router-query-planner';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { fromApolloPlan } from './fromApolloPlan.ts';
import { readTakenNames, type TakenNames } from './planKeys.ts';
import { openSecondPlanner } from './secondPlanner.ts';

const longestPlanningMs = 10_000;
const noLabels: Set<string> = new Set();
const nativePlanner = await loadNative();

/** Plans operations on one supergraph; which planner does it is known here alone. */
export interface Planner {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  readonly taken: TakenNames;
  /** Plans off the main thread; throws GRAPHQL_VALIDATION_FAILED for what cannot be planned. */
  plan(document: string, operationName: string | undefined): Promise<QueryPlan['node']>;
}

/** Reads a supergraph, as text and parsed; throws COMPOSITION_FAILED where it is none. */
export function openPlanner(supergraphSdl: string, supergraph: DocumentNode): Planner {
  const apiSchema = readApiSchema(supergraphSdl);
  const native = openNative(supergraphSdl);
  const second = openSecondPlanner(supergraphSdl);
  return {
    apiSchema,
    taken: readTakenNames(supergraph),
    async plan(document, operationName) {
      const signal = AbortSignal.timeout(longestPlanningMs);
      try {
        if (native) return (await native.planAsync(document, operationName, noLabels, 0, signal)).node;
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

/** There is no binary of it for Windows and for musl: there the second planner makes all plans. */
async function loadNative(): Promise<typeof QueryPlanner | undefined> {
  return import('@graphql-hive/router-query-planner').then(
    (planner) => planner.QueryPlanner,
    () => undefined,
  );
}

function openNative(supergraphSdl: string): QueryPlanner | undefined {
  try {
    return nativePlanner && new nativePlanner(supergraphSdl);
  } catch {
    return undefined;
  }
}

/** Without what is `@inaccessible`. */
function readApiSchema(supergraphSdl: string): GraphQLSchema {
  const options = { supportedFeatures: null, validateSupergraph: false };
  try {
    return Supergraph.build(supergraphSdl, options).apiSchema().toGraphQLJSSchema();
  } catch (cause) {
    const message = `The supergraph cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new VaultError('COMPOSITION_FAILED', message, { cause });
  }
}
