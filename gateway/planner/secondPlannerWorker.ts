import { workerData } from 'node:worker_threads';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';
import { answerJobs } from '../threads/answerJobs.ts';
import type { PlanRequest } from './planner.ts';

const supergraph = Supergraph.build(workerData as string, {
  supportedFeatures: null,
  validateSupergraph: false,
});
const planner = new QueryPlanner(supergraph);
const apiSchema = supergraph.apiSchema();

answerJobs(undefined, (job) => {
  const { document, operationName } = job as PlanRequest;
  const operation = operationFromDocument(apiSchema, parse(document), { operationName });
  return planner.buildQueryPlan(operation).node;
});
