export {
  decideSubgraphs,
  locatedIn,
  placesOf,
  publicationOf,
  withPublished,
  unpublishedOf,
  type Decision,
  type Publishing,
} from './decide.ts';
export {
  hashOf,
  keys,
  type Activation,
  type Catalogue,
  type GatewayReport,
  type Instance,
  type Publication,
  type Release,
} from './entries.ts';
export {
  activeOf,
  catalogueOf,
  emptyRegistry,
  instancesOf,
  kindOf,
  lastingEntries,
  noteEntry,
  publishedOf,
  revisionOf,
  type Effect,
  type Entry,
  type Registry,
} from './registry.ts';
export { sha256 } from './digest.ts';
export {
  createDocumentStore,
  supersedes,
  documentKey,
  readDocument,
  type DocumentStore,
  type TrustedDocument,
} from './documents.ts';
export { readManifest, type ListedDocument } from './documentManifest.ts';
export {
  addOperations,
  longestDocument,
  operationKey,
  readOperation,
  type RecordedOperation,
} from './operations.ts';
