export { createOrganization, type CreatedOrganization, type NewOrganization } from './createOrganization.ts';
export { developmentIssuer } from './developmentIssuer.ts';
export { coreOfEnvironment, coreOfStack, openCore, type CoreSite, type OpenedCore } from './openCore.ts';
export {
  listDeadLetters,
  replayDeadLetter,
  replayDeadLetters,
  showDeadLetter,
  type DeadLetterScope,
  type OfPlugin,
  type Subgraphs,
} from './deadLetters.ts';
export type { DeadLetter, DeadLetterSummary } from '../runtime/offline.ts';
