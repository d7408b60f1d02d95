import { runWorkflow } from '@nimbusvault/sdk';
import { findSource, listProblems } from './bll/files/queries.ts';
import { startSiteImport } from './bll/imports/mutations.ts';
import { findImport } from './bll/imports/queries.ts';
import { connectSite, removeSite } from './bll/sites/mutations.ts';
import { findSite, listSites } from './bll/sites/queries.ts';
import type { References, Resolvers } from './schema.types.ts';

export const resolvers: Resolvers = {
  Query: {
    sharePointSites: (_, page, vault) => listSites(page, vault),
  },
  Mutation: {
    connectSharePointSite: (_, { input }, vault) => runWorkflow(connectSite, input, vault),
    importSharePointSite: (_, { id }, vault) => runWorkflow(startSiteImport, { id }, vault),
    removeSharePointSite: (_, { id }, vault) => runWorkflow(removeSite, { id }, vault),
  },
  SharePointSite: {
    keeper: ({ keeper: id }) => (id === null ? null : { id }),
    import: ({ importId }, _, vault) => (importId === null ? null : findImport(importId, vault)),
    problems: ({ id }, _, vault) => listProblems(id, vault),
  },
  Document: {
    source: ({ id }, _, vault) => findSource(id, vault),
  },
  DocumentSource: {
    site: ({ siteId }, _, vault) => findSite(siteId, vault),
  },
};

export const references: References = {
  SharePointSite: ({ id }, vault) => findSite(id, vault),
  Document: (document) => document,
};
