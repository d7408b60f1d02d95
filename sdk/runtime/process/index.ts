export { placeIn } from './placeIn.ts';
export { onlyName } from './arguments.ts';
export { readEnvironment } from './environment.ts';
export { followSupervisor, type Running, runUntilStopped, tellSupervisor } from './lifecycle.ts';
export type { Verb } from './verb.ts';
export { runVerb, runVerbs, type Verbs } from './runVerbs.ts';
export { writeOutput } from './writeOutput.ts';
