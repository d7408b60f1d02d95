export {
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
export { defineHook, hookType, on, type Hook, type HookHandler } from './defineHook.ts';
export { deliverTogether } from './deliverTogether.ts';
export type { Delivery, Handled, InTransaction } from './delivery.ts';
export type { HandlerError } from './inbox.ts';
export { OutboxMessage, say, writeOutbox } from './outbox.ts';
export { defaultRetry, type RetryPolicy } from './retry.ts';
