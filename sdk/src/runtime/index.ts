export { followSupervisor, runUntilStopped, type Running } from './lifecycle.ts';
export {
  loadPlugin,
  migrate,
  openPlugin,
  pluginFolder,
  pluginVersion,
  printSubgraphSdl,
  readEnvironment,
  signToken,
  type OpenedPlugin,
  type TokenIssuer,
} from './offline.ts';
export { type MigrationUrls } from './migrate.ts';
export { migrationsTable } from './platformMigrations.ts';
export { followRegistry, quietLog, releaseOf } from './registry/index.ts';
export { serveSubgraph, type ServeOptions } from './serveSubgraph.ts';
