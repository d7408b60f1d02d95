export { ask, type Answer, type AnswerError } from './ask.ts';
export { eventually } from './eventually.ts';
export { makeOrg, type Client, type TestOrg } from './makeOrg.ts';
export type { Compensation, EnqueuedTask, FiredHook } from './messagesOf.ts';
export { openInMemory, type InMemory } from './openInMemory.ts';
export { startPlugin, type StartedPlugin } from './startPlugin.ts';
export { testEveryFailure } from './testEveryFailure.ts';
export { testWorkflow, type TestedRun, type WorkflowTest } from './testWorkflow.ts';
export type { StepRun } from './watchWorkflow.ts';
