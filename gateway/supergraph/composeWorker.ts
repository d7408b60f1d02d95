import { composeSupergraph } from '@nimbusvault/graph';
import { answerJobs } from '../threads/answerJobs.ts';
import type { CompositionJob } from './composer.ts';

answerJobs(undefined, (job) => {
  const { subgraphs, serving } = job as CompositionJob;
  return composeSupergraph(subgraphs, serving);
});
