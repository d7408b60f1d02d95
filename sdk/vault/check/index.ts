export { findBreaking, findUnanswered, type ClientOperation, type PluginOperation } from './breaking.ts';
export { coreHookName } from './source/coreHookName.ts';
export { definedName } from './source/definedName.ts';
export { explanationOf } from './explanations.ts';
export { findLoosened, findNonNull } from './contributions.ts';
export { findSilentFailures } from './failures.ts';
export { findNodeless } from './nodes.ts';
export { checkSources } from './checklist.ts';
export { checkCodes, type Finding } from './source/finding.ts';
export { functionsOf } from './source/functions.ts';
export {
  commentsOf,
  importsOf,
  isCode,
  isGenerated,
  isTest,
  lineAt,
  packageOf,
  programOf,
  visit,
  type Import,
} from './source/module.ts';
export { declaredIn, harmlessModules, insteadOf } from './source/outside.ts';
export { pluginRooms } from './source/pluginRooms.ts';
export { hideSecrets, literalsIn } from './rules/secrets.ts';
export { readSources } from './source/source.ts';
