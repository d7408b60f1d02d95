export { answerBody } from './asking/questionReply.ts';
export { heldQuestion } from './broker/heldMessages.ts';
export { consumerWish } from './broker/makeConsumer.ts';
export { manifest } from './broker/manifests.ts';
export { platformMigrations } from './database/platformMigrations.ts';
export { assertionClaims } from './http/assertion.ts';
export { entrySchemas } from './registry/state/entries.ts';
