import { workerData } from 'node:worker_threads';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import { answerJobs } from '../threads/answerJobs.ts';
import { findUnreached } from './findUnreached.ts';
import { readPlanned } from './joinNodes.ts';
import type { PlanRequest, SecondPlan, SupergraphJob } from './planner.ts';

const supergraph = Supergraph.build(readPlanned(workerData as SupergraphJob).sdl, {
  supportedFeatures: null,
  validateSupergraph: false,
});
const planner = new QueryPlanner(supergraph);
const apiSchema = supergraph.apiSchema();
const clientSchema = apiSchema.toGraphQLJSSchema();

answerJobs(undefined, (job) => {
  const { document, operationName } = job as PlanRequest;
  const parsed = parse(document);
  const operation = operationFromDocument(apiSchema, parsed, { operationName });
  const { node } = planner.buildQueryPlan(operation);
  return { node, unreached: findUnreached(parsed, node, clientSchema) } satisfies SecondPlan;
});
