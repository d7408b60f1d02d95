export { cacheKey } from './cacheKey.ts';
export { isDataException } from './dataException.ts';
export { errorCodes, VaultError, type ErrorCode } from './errors.ts';
export { faultPoint, faultPoints, type FaultPoint } from './faultPoint.ts';
export { findUnstorable } from './findUnstorable.ts';
export { operationSchema, type Operated, type Operation } from './operation.ts';
export { isOutcome, outcome, type Outcome } from './outcome.ts';
export { createRecent, type Recent, type Room } from './recent.ts';
export {
  baseSettingsSchema,
  defaultLimits,
  pluginNamePattern,
  readActivePlugins,
  readBaseSettings,
  readPluginSettings,
  readPublishing,
  readSettingsText,
  type BaseSettings,
} from './settings.ts';
export { catchUpConsumer, catchUpConsumers } from './catchUpConsumer.ts';
export {
  buckets,
  coreNamespaces,
  inboxPrefixOf,
  isHookName,
  isWorkName,
  orgOfSubject,
  streams,
  subjects,
  topicOf,
} from './subjects.ts';
export {
  hasRole,
  hasScopes,
  isOrgSlug,
  isScope,
  mostScopes,
  parseOrgSlug,
  roles,
  userIdSchema,
  type Role,
  type Tenant,
} from './tenant.ts';
export {
  settingsOf,
  type GraphRequest,
  type Handling,
  type OutgoingMessage,
  type Question,
  type Reply,
  type SagaHost,
  type SagaWrite,
  type SagaWriter,
  type Transaction,
  type Vault,
  type VaultLog,
} from './vault.ts';
