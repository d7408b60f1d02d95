export { brokenOperations, findBreaking } from './breaking.ts';
export { explanationOf } from './explanations.ts';
export { findNonNull } from './contributions.ts';
export { checklist, checkSources } from './checklist.ts';
export { checkCodes, type CheckCode, type Finding } from './finding.ts';
export { functionsOf } from './functions.ts';
export { commentsOf, importsOf, isCode, isTest, lineAt, programOf, visit, type Import } from './module.ts';
export { pluginRooms } from './pluginRooms.ts';
export { readSources, type PluginSources } from './source.ts';
