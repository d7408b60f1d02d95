import { answerJobs } from '../threads/answerJobs.ts';

let jobs = 0;

/** Echoes what it is asked with the number of jobs it has had; some jobs do not end, or end it. */
answerJobs('hello', (job) => {
  jobs += 1;
  if (job === 'loop') for (;;);
  if (job === 'exit') process.exit(1);
  if (job === 'fail') throw new Error('It failed.');
  return { job, jobs };
});
