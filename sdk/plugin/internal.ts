export { addSearch, plainText, searchedPart } from './data/addSearch.ts';
export { searchedOf } from './data/searchable.ts';
export { wordsIn } from './data/words.ts';
export { OrganizationRow, type StoredSettings } from './data/OrganizationRow.ts';
export { isOn, PluginSwitch } from './data/PluginSwitch.ts';
export type { TenantRow } from './data/tenantColumns.ts';
export { BackgroundTask } from './hooks/BackgroundTask.ts';
export { coreHooks } from './hooks/coreHooks.ts';
export { type AnswerHandler, defineAsk, isAnswer, type Objection } from './hooks/defineAsk.ts';
export { defineHook, type Hook, type HookHandler, hookType, on } from './hooks/defineHook.ts';
export type { Schedule } from './hooks/defineSchedule.ts';
export type { Task } from './hooks/defineTask.ts';
export { deliverTogether } from './hooks/deliverTogether.ts';
export type { Delivery, Handled, InTransaction } from './hooks/delivery.ts';
export { hearReport } from './hooks/hearReport.ts';
export type { HandlerError } from './hooks/inbox.ts';
export { hears } from './hooks/onEvery.ts';
export { OutboxMessage, say, writeOutbox } from './hooks/outbox.ts';
export { defaultRetry, type RetryPolicy } from './hooks/retry.ts';
export { runTask } from './hooks/runTask.ts';
export { openSession } from './hooks/taskSession.ts';
export { taskVaultOf, type TaskMeans } from './hooks/performTask.ts';
export { hearPlugins, pluginConfigured } from './hooks/platformHooks.ts';
export { SagaReply } from './orchestrator/SagaReply.ts';
export { SagaRun } from './orchestrator/SagaRun.ts';
export type { InvalidInput } from './orchestrator/checkInput.ts';
export { commandSchema, replySchema } from './orchestrator/command.ts';
export { documentTransfer, userOffboarding } from './orchestrator/corePoints.ts';
export { drive } from './orchestrator/drive.ts';
export { grantWish } from './orchestrator/grantWish.ts';
export { hearReply } from './orchestrator/hearReply.ts';
export { inTransaction } from './orchestrator/inTransaction.ts';
export { participate } from './orchestrator/participate.ts';
export { runWorkflow } from './orchestrator/runWorkflow.ts';
export { type SagaState, type SagaStatus, sagaStatuses, type Wish } from './orchestrator/saga.ts';
export { readSaga, SagaMoved, sagaOf } from './orchestrator/sagaLog.ts';
export type { OutsideVault } from './orchestrator/step.ts';
export { type StoryEvent, storyOf } from './orchestrator/story.ts';
export type { Participation } from './orchestrator/takePart.ts';
export type { Workflow } from './orchestrator/workflow.ts';
export { isEntity } from './plugin/checkSchema.ts';
export {
  defineMigration,
  type MigrationPlan,
  sealTenantTable,
  tenantTable,
} from './plugin/defineMigration.ts';
export { definePlugin } from './plugin/definePlugin.ts';
export { keyFields } from './plugin/keyFields.ts';
export { coversNeed, describeNeed, type Need, needOf } from './plugin/needs.ts';
export { objectTypes } from './plugin/objectTypes.ts';
export type { Plugin } from './plugin/plugin.ts';
export type { Resolver } from './plugin/resolvers.ts';
export { sharedSearchTypeDefs } from './plugin/searchTypes.ts';
export { sharedTypeDefs } from './plugin/sharedTypeDefs.ts';
export { isSortable } from './plugin/sortableFields.ts';
export { organizationNames } from './plugin/organizationTypes.ts';
export type { OrganizationSchema, SettingField } from './plugin/settingFields.ts';
