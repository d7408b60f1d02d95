export { migrate, type MigrationUrls } from './database/migrate.ts';
export { rehearseMigrations } from './database/rehearseMigrations.ts';
export { type OpenedPlugin, openPlugin } from './database/openPlugin.ts';
export { readRoles } from './database/readRoles.ts';
export { migrationsTable } from './database/platformMigrations.ts';
export {
  type DeadLetter,
  type DeadLetterSummary,
  openDeadLetters,
  type Replay,
} from './deliver/deadLetters.ts';
export { turnOff, turnOn } from './deliver/pluginSwitch.ts';
export { type PassingHook, tailHooks } from './deliver/tailHooks.ts';
export { printSubgraphSdl } from './http/printSubgraphSdl.ts';
export { signToken, type TokenIssuer } from './http/token.ts';
export { loadPlugin, pluginFolder, pluginVersion } from './process/loadPlugin.ts';
export { releaseOf } from './registry/releaseOf.ts';
export { openSchedules, type ScheduleSummary } from './schedule/schedules.ts';
export { openSagas, type SagaDetails, type SagaSummary } from './sagas/sagas.ts';
