export {
  brokenOperations,
  findBreaking,
  findUnanswered,
  type ClientOperation,
  type PluginOperation,
} from './breaking.ts';
export { coreHookName } from './coreHookName.ts';
export { definedName } from './definedName.ts';
export { explanationOf } from './explanations.ts';
export { findLoosened, findNonNull } from './contributions.ts';
export { checklist, checkSources } from './checklist.ts';
export { checkCodes, type CheckCode, type Finding } from './finding.ts';
export { functionsOf } from './functions.ts';
export {
  commentsOf,
  importsOf,
  isCode,
  isTest,
  lineAt,
  packageOf,
  programOf,
  visit,
  type Import,
} from './module.ts';
export { pluginRooms } from './pluginRooms.ts';
export { hideSecrets, literalsIn } from './rules/secrets.ts';
export { readSources, type PluginSources } from './source.ts';
