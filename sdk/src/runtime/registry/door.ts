export {
  activeOf,
  catalogueOf,
  decideSubgraphs,
  createDocumentStore,
  emptyRegistry,
  hashOf,
  keys,
  noteEntry,
  lastingEntries,
  locatedIn,
  longestDocument,
  placesOf,
  publicationOf,
  readDocument,
  revisionOf,
  sha256,
  unpublishedOf,
  withPublished,
  type Catalogue,
  type DocumentStore,
  type Entry,
  type GatewayReport,
  type Publishing,
  type RecordedOperation,
  type Registry,
  type TrustedDocument,
} from '../../registry/index.ts';
export { publicUrlOf } from '../publicUrlOf.ts';
export { followDocuments, type FollowedDocuments } from './followDocuments.ts';
export { followRegistry, type Following } from './followRegistry.ts';
export type { SharedSupergraphs } from './supergraphs.ts';
