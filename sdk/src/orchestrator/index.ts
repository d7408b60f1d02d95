export type { ContextShape } from './context.ts';
export { defineContext, type Context } from './defineContext.ts';
export { runWorkflow, type InvalidInput } from './runWorkflow.ts';
export { inTransaction } from './segment.ts';
export type { Step } from './step.ts';
export type { Workflow, WorkflowBuilder } from './workflow.ts';
