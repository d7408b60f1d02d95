export { activate, type ActivateOptions } from './activate.ts';
export { checkDeletion, checkPlugin, type Against, type Section } from './checkPlugin.ts';
export { deactivate } from './deactivate.ts';
export { countGateways, untilGatewaysFollow } from './gateways.ts';
export type { DeployGround, Reason } from './ground.ts';
export { publish, type PublishOptions } from './publish.ts';
export { activePlugins, setActive, untilConnected } from './setActive.ts';
export { listActive, unlistActive } from './settingsFile.ts';
export { until } from './until.ts';
