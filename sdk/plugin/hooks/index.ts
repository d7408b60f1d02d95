export {
  coreHooks,
  documentDeleting,
  entityArchived,
  entityCreated,
  entityDeleted,
  entityRestored,
  entityUpdated,
} from './coreHooks.ts';
export {
  answer,
  defineAsk,
  isAnswer,
  type AnswerHandler,
  type AskDefinition,
  type AskHook,
  type Objection,
} from './defineAsk.ts';
export { BackgroundTask, type TaskProgress } from './BackgroundTask.ts';
export { defineHook, hookType, on, type Hook, type HookHandler } from './defineHook.ts';
export { defineTask, type Task, type TaskDefinition, type TaskVault } from './defineTask.ts';
export { deliverTogether } from './deliverTogether.ts';
export type { Delivery, Handled, InTransaction } from './delivery.ts';
export type { HandlerError } from './inbox.ts';
export { OutboxMessage, outboxRowOf, say, writeOutbox } from './outbox.ts';
export type { TaskStatus } from './readTask.ts';
export { defaultRetry, delayAfter, type RetryPolicy } from './retry.ts';
export { runTask, type TaskMeans } from './runTask.ts';
