export { followSupervisor, runUntilStopped, type Running } from './lifecycle.ts';
export {
  loadPlugin,
  migrate,
  openPlugin,
  pluginVersion,
  printSubgraphSdl,
  readEnvironment,
  signToken,
  type OpenedPlugin,
  type TokenIssuer,
} from './offline.ts';
export { followRegistry, quietLog, readOperations, releaseOf } from './registry/index.ts';
export { serveSubgraph, type ServeOptions } from './serveSubgraph.ts';
