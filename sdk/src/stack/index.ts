export { buildExplorer } from './buildExplorer.ts';
export { developmentToken } from './developmentToken.ts';
export { diesWithParent } from './process/diesWithParent.ts';
export { makeSecrets } from './secrets.ts';
export type { StackOptions } from './site.ts';
export { startGuest } from './startGuest.ts';
export { findStackState, readStackState, type StackState } from './stackState.ts';
export { startServers, type RunningServers } from './startServers.ts';
export { startStack, type Stack, type StackProcess } from './startStack.ts';
