export {
  activeOf,
  catalogueOf,
  decideSubgraphs,
  emptyRegistry,
  hashOf,
  keys,
  noteEntry,
  lastingEntries,
  longestDocument,
  placesOf,
  publicationOf,
  revisionOf,
  unpublishedOf,
  withPublished,
  type Catalogue,
  type Entry,
  type GatewayReport,
  type Publishing,
  type RecordedOperation,
  type Registry,
} from '../../registry/index.ts';
export { followRegistry, type Following } from './followRegistry.ts';
export type { SharedSupergraphs } from './supergraphs.ts';
