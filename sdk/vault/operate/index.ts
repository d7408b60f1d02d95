export { createOrganization, type CreatedOrganization, type NewOrganization } from './createOrganization.ts';
export { developmentIssuer } from './developmentIssuer.ts';
export { coreOfEnvironment, coreOfStack, openCore, type CoreSite, type OpenedCore } from './openCore.ts';
export {
  listDeadLetters,
  replayDeadLetter,
  replayDeadLetters,
  showDeadLetter,
  type DeadLetterScope,
} from './deadLetters.ts';
export type { OfPlugin, Subgraphs } from './inEach.ts';
export { openRecords, readRecords, type Records, type VaultSite } from './records.ts';
export { listSagas, operateSaga, showSaga, type SagaScope } from './sagas.ts';
export type { DeadLetter, DeadLetterSummary, SagaDetails, SagaSummary } from '@nimbusvault/runtime';
