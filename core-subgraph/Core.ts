import { definePlugin } from '@nimbusvault/sdk';
import {
  archiveDocument,
  createDocument,
  deleteDocument,
  restoreDocument,
  updateDocument,
} from './bll/documents/mutations.ts';
import { archiveFolder, createFolder, restoreFolder } from './bll/folders/mutations.ts';
import { putOnRecord } from './bll/audit/mutations.ts';
import { newestAuditEntries } from './bll/audit/queries.ts';
import { offboardUser } from './bll/offboarding/mutations.ts';
import { createOrganization } from './bll/organizations/mutations.ts';
import { transferDocument } from './bll/transfers/mutations.ts';
import { changeUserRole, createUser } from './bll/users/mutations.ts';
import { identifyUser } from './bll/users/queries.ts';
import { AuditEntry } from './entities/AuditEntry.ts';
import { Document } from './entities/Document.ts';
import { DocumentTransfer } from './entities/DocumentTransfer.ts';
import { Folder } from './entities/Folder.ts';
import { Organization } from './entities/Organization.ts';
import { User } from './entities/User.ts';
import { createAudit } from './migrations/createAudit.ts';
import { createCore } from './migrations/createCore.ts';
import { createLeaving } from './migrations/createLeaving.ts';
import { createListIndexes } from './migrations/createListIndexes.ts';
import { indexAudit } from './migrations/indexAudit.ts';
import { listOrganizations } from './migrations/listOrganizations.ts';
import { orderTimeIndexes } from './migrations/orderTimeIndexes.ts';
import { references, resolvers } from './resolvers.ts';
import { typeDefs } from './schema.ts';
import { seed } from './seed.ts';
import { settings } from './settings.ts';

export const Core = definePlugin({
  name: 'Core',
  settings,
  typeDefs,
  resolvers,
  references,
  entities: [Organization, User, Folder, Document, DocumentTransfer, AuditEntry],
  migrations: [
    createCore,
    createAudit,
    createLeaving,
    createListIndexes,
    listOrganizations,
    indexAudit,
    orderTimeIndexes,
  ],
  workflows: [
    createOrganization,
    createUser,
    changeUserRole,
    createFolder,
    archiveFolder,
    restoreFolder,
    createDocument,
    updateDocument,
    archiveDocument,
    restoreDocument,
    deleteDocument,
    transferDocument,
    offboardUser,
  ],
  capabilities: ['operate', 'read-streams', 'revoke-access', 'list-organizations', 'hear-reports'],
  seed,
  findUser: identifyUser,
  audit: { add: putOnRecord, newest: newestAuditEntries },
});
