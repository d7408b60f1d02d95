export {
  onRecord,
  readAuditRecord,
  type AuditDeed,
  type AuditLog,
  type AuditOutcome,
  type AuditRecord,
} from './audit.ts';
export { grantedTo, hasCapability, type Capability } from './capabilities.ts';
export { cacheKey } from './cacheKey.ts';
export { derive, withHttp, type HttpSite } from './derive.ts';
export { isDatabaseAway } from './databaseAway.ts';
export { isDataException } from './dataException.ts';
export {
  encryptionKeysSchema,
  encryptionKeyVariable,
  readEncryptionKeys,
  type EncryptionKeys,
} from './encryptionKeys.ts';
export { VaultError } from './errors.ts';
export {
  errorCodes,
  errorRow,
  isErrorCode,
  isFaultOfRequest,
  isRetryable,
  type ErrorCode,
} from './errorTable.ts';
export { activities, noteActivity } from './activity.ts';
export { handlings, handlingsPlace } from './handlings.ts';
export { checkpoint, checkpoints } from './checkpoint.ts';
export { findUnstorable } from './findUnstorable.ts';
export {
  defaultPageSize,
  listRules,
  maxPageSize,
  orderName,
  type ComparedKind,
  type ListRules,
} from './listRules.ts';
export { pluginNamePattern } from './baseSettings.ts';
export { readIdempotencyKey } from './idempotencyKey.ts';
export { operationSchema, type Operated, type Operation } from './operation.ts';
export type {
  AccessControl,
  GraphRequest,
  Handling,
  HostedVault,
  Operate,
  OrganizationSettings,
  OutgoingMessage,
  Question,
  Reply,
  SagaHost,
  SagaWrite,
  SagaWriter,
  ShownSettings,
  When,
} from './hostedVault.ts';
export { operatePlugins } from './operatePlugins.ts';
export type { ClientCredentials, HttpLimits, OutsideHttp } from './outsideHttp.ts';
export { orgSettingsOf } from './orgSettings.ts';
export { isOutcome, outcome, type Outcome } from './outcome.ts';
export { readJson } from './readJson.ts';
export { readRetryAfter } from './readRetryAfter.ts';
export { throwIfUnavailable } from './throwIfUnavailable.ts';
export { refuseOpenTransaction } from './refuseOpenTransaction.ts';
export { restoreAccess, revokeAccess } from './revokeAccess.ts';
export { pauseTransaction, pausing } from './pauseTransaction.ts';
export { rowsOf } from './rowsOf.ts';
export { refuseOtherOrg, sessionOf } from './ownOrg.ts';
export {
  baseSettingsSchema,
  coreName,
  defaultLimits,
  encryptionKeysName,
  readActivePlugins,
  readAddresses,
  readBaseSettings,
  readOutside,
  readPluginSettings,
  readPublishing,
  readSettingsText,
  type BaseSettings,
  type SettingsSource,
} from './settings.ts';
export { meantPlugin, nameSections } from './pluginNames.ts';
export { faultsOfBase, faultsOfPlugin, resolveAll, type SettingsFault } from './settingsFaults.ts';
export { parseSettings, readText } from './settingsText.ts';
export { findStandIns, standInVariable } from './standIn.ts';
export { catchUpConsumer } from './catchUpConsumer.ts';
export { ownConsumers } from './ownConsumers.ts';
export {
  buckets,
  coreNamespaces,
  inboxPrefixOf,
  isHookName,
  isReplay,
  isWorkName,
  orgOfSubject,
  ownerOfHook,
  readdressed,
  senderOfSubject,
  streams,
  subjects,
  topicOf,
  vaultLog,
  type SubjectKind,
} from './subjects.ts';
export type { Refusal, Subgraph } from './subgraph.ts';
export {
  besideOf,
  hasRole,
  hasScopes,
  isOrgSlug,
  isScope,
  mostScopes,
  parseOrgSlug,
  roles,
  userIdSchema,
  type Beside,
  type Role,
  type Tenant,
} from './tenant.ts';
export {
  matchEnd,
  matchStart,
  maxCandidates,
  type SearchedText,
  type SearchHost,
  type SearchTerm,
  type SearchTerms,
  type VectorQuery,
  type WordMatch,
  type WordQuery,
} from './searchHost.ts';
export { settingsOf, type Vault, type VaultLog } from './vault.ts';
export type { ListsOfEach, PageHost } from './pageHost.ts';
export { urlVariable } from './urlVariable.ts';
export { versioned } from './versioned.ts';
export { wasSent } from './wasSent.ts';
export { within } from './within.ts';
