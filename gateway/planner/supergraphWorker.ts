import { workerData } from 'node:worker_threads';
import { Supergraph } from '@apollo/federation-internals';
import type { QueryPlanner } from '@graphql-hive/router-query-planner';
import { printSchema } from 'graphql';
import { joinedSubgraphs } from './joinedSubgraphs.ts';
import { gatewayItself, readPlanned } from './joinNodes.ts';
import { answerJobs } from '../threads/answerJobs.ts';
import { readCostDirectives } from './costDirectives.ts';
import { findFaults } from './findFaults.ts';
import { readMembers } from '../operation/subtypes.ts';
import { readTakenNames } from '../operation/planKeys.ts';
import type { PlanRequest, SupergraphFacts, SupergraphJob } from './planner.ts';

const { limits } = workerData as SupergraphJob;
const { sdl: supergraphSdl, document: supergraph, nodeOwners } = readPlanned(workerData as SupergraphJob);
const noLabels: Set<string> = new Set();
const apiSchema = readApiSchema();
const native = await openNative();

answerJobs(factsOf(), (job) =>
  typeof job === 'string' ? findFaults(job, apiSchema, limits) : plan(job as PlanRequest),
);

/** Excludes `@inaccessible` elements. */
function readApiSchema() {
  const options = { supportedFeatures: null, validateSupergraph: false };
  return Supergraph.build(supergraphSdl, options).apiSchema().toGraphQLJSSchema();
}

function factsOf(): SupergraphFacts {
  return {
    apiSdl: printSchema(apiSchema),
    canPlan: native !== undefined,
    subgraphs: joinedSubgraphs(supergraph).filter(({ name }) => name !== gatewayItself),
    taken: readTakenNames(supergraph),
    members: readMembers(supergraph),
    costs: readCostDirectives(supergraph),
    nodeOwners,
  };
}

/** The first planner has no binary for Windows or musl and cannot read every supergraph: the second planner steps in. */
async function openNative(): Promise<QueryPlanner | undefined> {
  try {
    const { QueryPlanner: NativePlanner } = await import('@graphql-hive/router-query-planner');
    return new NativePlanner(supergraphSdl);
  } catch {
    return undefined;
  }
}

async function plan({ document, operationName, longestMs }: PlanRequest) {
  const signal = AbortSignal.timeout(longestMs);
  return (await native?.planAsync(document, operationName, noLabels, 0, signal))?.node;
}
