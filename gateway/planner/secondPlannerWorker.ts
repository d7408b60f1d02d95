import { parentPort, workerData } from 'node:worker_threads';
import { operationFromDocument, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { parse } from 'graphql';

/** What the second planner is asked for. */
export interface PlanRequest {
  readonly id: number;
  readonly document: string;
  readonly operationName: string | undefined;
}

const supergraph = Supergraph.build(workerData as string, {
  supportedFeatures: null,
  validateSupergraph: false,
});
const planner = new QueryPlanner(supergraph);
const apiSchema = supergraph.apiSchema();

parentPort?.on('message', ({ id, document, operationName }: PlanRequest) => {
  try {
    const operation = operationFromDocument(apiSchema, parse(document), { operationName });
    const { node } = planner.buildQueryPlan(operation);
    parentPort?.postMessage({ id, node });
  } catch (error) {
    parentPort?.postMessage({ id, failure: error instanceof Error ? error.message : String(error) });
  }
});
