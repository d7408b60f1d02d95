export { activate } from './deploy/activate.ts';
export { checkMigrations } from './deploy/checkMigrations.ts';
export { subgraphsOf } from './deploy/composeWith.ts';
export { type Against, checkDeletion, checkPlugin, type Section } from './deploy/checkPlugin.ts';
export { clientOperations, declaredBy } from './deploy/clientOperations.ts';
export { deactivate } from './deploy/deactivate.ts';
export { countGateways } from './deploy/gateways.ts';
export type { DeployGround } from './deploy/ground.ts';
export { publish } from './deploy/publish.ts';
export { publishDocuments } from './deploy/publishDocuments.ts';
export { listDocuments, removeDocuments } from './deploy/removeDocuments.ts';
export { activePlugins, untilConnected } from './deploy/setActive.ts';
export { listActive, unlistActive } from './deploy/settingsFile.ts';
export { findFaults as findSettingsFaults, importSettings } from './settings/index.ts';
export { createOrganization } from './operate/createOrganization.ts';
export {
  listDeadLetters,
  replayDeadLetter,
  replayDeadLetters,
  showDeadLetter,
} from './operate/deadLetters.ts';
export { developmentIssuer } from './operate/developmentIssuer.ts';
export type { OfPlugin, Subgraphs } from './operate/inEach.ts';
export { coreOfEnvironment, coreOfStack, openCore } from './operate/openCore.ts';
export { readRecords, type VaultSite } from './operate/records.ts';
export { readRunningVault } from './operate/readRunningVault.ts';
export { listSchedules } from './operate/schedules.ts';
export { listSagas, operateSaga, showSaga } from './operate/sagas.ts';
export { buildExplorer } from './stack/buildExplorer.ts';
export { developmentToken } from './stack/developmentToken.ts';
export { examine } from './stack/examine.ts';
export { brokerConfiguration } from './stack/nats/brokerConfiguration.ts';
export { gatewayUser, operatorUser } from './stack/ground/brokerNames.ts';
export { openDatabaseToTry } from './stack/databaseToTry.ts';
export { diesWithParent } from './stack/process/diesWithParent.ts';
export { makeSecrets } from './stack/ground/secrets.ts';
export { addressesIn } from './stack/ground/addresses.ts';
export { findStackState, hasStackState, readStackState, type StackState } from './stack/ground/stackState.ts';
export { prepareState } from './stack/prepareState.ts';
export { startGuest } from './stack/startGuest.ts';
export { type RunningServers, startServers } from './stack/startServers.ts';
export { type Stack, startStack } from './stack/startStack.ts';
export { writeTypes } from './types/index.ts';
