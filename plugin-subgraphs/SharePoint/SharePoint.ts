import { definePlugin } from '@nimbusvault/sdk';
import { everyQuarter, followSites, importSite, startSiteImport } from './bll/imports/mutations.ts';
import { connectSite, removeSite } from './bll/sites/mutations.ts';
import { SharePointFile } from './entities/SharePointFile.ts';
import { SharePointSite } from './entities/SharePointSite.ts';
import { createSharePoint } from './migrations/createSharePoint.ts';
import { archiveDocument, createDocument, restoreDocument, updateDocument } from './operations.ts';
import { references, resolvers } from './resolvers.ts';
import { typeDefs } from './schema.ts';
import { organizationSettings, settings } from './settings.ts';
import { takesPart } from './takesPart.ts';

export const SharePoint = definePlugin({
  name: 'SharePoint',
  standIn: './standIn/server.ts',
  settings,
  organizationSettings,
  typeDefs,
  resolvers,
  references,
  entities: [SharePointSite, SharePointFile],
  migrations: [createSharePoint],
  workflows: [connectSite, startSiteImport, removeSite],
  tasks: [importSite, followSites],
  schedules: [everyQuarter],
  takesPart,
  graph: { role: 'member', operations: [createDocument, updateDocument, archiveDocument, restoreDocument] },
});
