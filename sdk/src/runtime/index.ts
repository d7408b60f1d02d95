export { followSupervisor, runUntilStopped, type Running } from './lifecycle.ts';
export {
  loadPlugin,
  migrate,
  openPlugin,
  printSubgraphSdl,
  readEnvironment,
  signToken,
  type OpenedPlugin,
  type TokenIssuer,
} from './offline.ts';
export { serveSubgraph, type ServeOptions } from './serveSubgraph.ts';
