export { eventTime } from './eventTime.ts';
export {
  documentDeleting,
  entityArchived,
  entityCreated,
  entityDeleted,
  entityRestored,
  entityUpdated,
  letterDead,
  runStuck,
} from './coreHooks.ts';
export { answer, defineAsk, type AnswerHandler, type AskHook, type Objection } from './defineAsk.ts';
export { type TaskProgress } from './BackgroundTask.ts';
export { defineHook, on, type Hook, type HookHandler } from './defineHook.ts';
export { defineSchedule, type Firing, type Schedule } from './defineSchedule.ts';
export { defineTask, type CheckpointVault, type Task, type TaskVault } from './defineTask.ts';
export { asHandling } from './handleOnce.ts';
export { hungCode, settleHung, type InboxKey } from './inbox.ts';
export { onEvery, type HeardHook } from './onEvery.ts';
export { outboxRowOf, say, writeOutbox } from './outbox.ts';
export type { TaskStatus } from './readTask.ts';
export { delayAfter, isFinal, Permanent, type RetryPolicy } from './retry.ts';
export { RetryAfter, retryAfterOf } from './retryAfter.ts';
