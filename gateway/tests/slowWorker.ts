import { answerJobs } from '../threads/answerJobs.ts';

let jobs = 0;

/** Echoes each job with the number of jobs so far; some jobs never end, or end the thread. */
answerJobs('hello', (job) => {
  jobs += 1;
  if (job === 'loop') for (;;);
  if (job === 'exit') process.exit(1);
  if (job === 'fail') throw new Error('It failed.');
  return { job, jobs };
});
