export { type AddressSources, type Allows, isExpected, readAllowed } from './allowedAddresses.ts';
export { publicUrlOf } from './publicUrlOf.ts';
export { followDocuments } from './followDocuments.ts';
export { type Following, followRegistry } from './followRegistry.ts';
export { quietLog } from './quietLog.ts';
export { type DeclaredAccess, readGraphAccess } from './readGraphAccess.ts';
export { readSubgraphs } from './readSubgraphs.ts';
export {
  decideSubgraphs,
  locatedIn,
  placesOf,
  publicationOf,
  type Publishing,
  unpublishedOf,
  withPublished,
} from './state/decide.ts';
export { sha256 } from './state/digest.ts';
export { type ListedDocument, readManifest } from './state/documentManifest.ts';
export {
  createDocumentStore,
  type DocumentStore,
  readDocument,
  type TrustedDocument,
} from './state/documents.ts';
export {
  type Activation,
  type Catalogue,
  type GatewayReport,
  hashOf,
  isTooOld,
  type Instance,
  keys,
  type Publication,
  type Release,
} from './state/entries.ts';
export { longestDocument, type RecordedOperation } from './state/recordedOperation.ts';
export {
  activeOf,
  catalogueOf,
  emptyRegistry,
  type Entry,
  instancesOf,
  isRevoked,
  lastingEntries,
  noteEntry,
  publishedOf,
  releasedOf,
  type Registry,
  revisionOf,
} from './state/registry.ts';
export { readSupergraphConfig, settingsIn, type SubgraphEntry } from './supergraphConfig.ts';
export type { SharedSupergraphs } from './supergraphs.ts';
