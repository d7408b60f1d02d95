import { composeSupergraph } from '@nimbusvault/sdk/supergraph';
import { answerJobs } from '../planner/answerJobs.ts';
import type { CompositionJob } from './composer.ts';

answerJobs(undefined, (job) => {
  const { subgraphs, serving } = job as CompositionJob;
  return composeSupergraph(subgraphs, serving);
});
