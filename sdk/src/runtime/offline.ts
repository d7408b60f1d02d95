export {
  openDeadLetters,
  type DeadLetter,
  type DeadLetterFilter,
  type DeadLetters,
  type DeadLetterSummary,
  type Replay,
} from './deadLetters.ts';
export { readEnvironment } from './environment.ts';
export { loadPlugin, pluginFolder, pluginVersion } from './loadPlugin.ts';
export { migrate } from './migrate.ts';
export { openPlugin, type OpenedPlugin } from './openPlugin.ts';
export { printSubgraphSdl } from './printSubgraphSdl.ts';
export { openSagas, type SagaDetails, type SagaFilter, type Sagas, type SagaSummary } from './sagas.ts';
export { tailHooks, type PassingHook } from './tailHooks.ts';
export { signToken, type TokenIssuer } from './token.ts';
