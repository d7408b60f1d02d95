import { runWorkflow } from '@nimbusvault/sdk';
import { listAuditEntries } from './bll/audit/queries.ts';
import {
  archiveDocument,
  createDocument,
  deleteDocument,
  restoreDocument,
  updateDocument,
} from './bll/documents/mutations.ts';
import { upper } from './bll/common/helpers.ts';
import { findDocument, listDocuments } from './bll/documents/queries.ts';
import { archiveFolder, createFolder, restoreFolder } from './bll/folders/mutations.ts';
import { findFolder, listFolders } from './bll/folders/queries.ts';
import { findNode, findNodes } from './bll/nodes/queries.ts';
import { offboardUser } from './bll/offboarding/mutations.ts';
import { helpSaga, replayDeadLetter } from './bll/operations/mutations.ts';
import {
  findDeadLetter,
  findSaga,
  listDeadLetters,
  listSagas,
  wholeDeadLetter,
  wholeSaga,
} from './bll/operations/queries.ts';
import { turnPlugin } from './bll/plugins/mutations.ts';
import { listPlugins } from './bll/plugins/queries.ts';
import { findOrganization, organizationOf } from './bll/organizations/queries.ts';
import { transferDocument } from './bll/transfers/mutations.ts';
import { changeUserRole, createUser } from './bll/users/mutations.ts';
import { findUser, findViewer, listUsers } from './bll/users/queries.ts';
import type { References, Resolvers } from './schema.types.ts';

export const resolvers: Resolvers = {
  Query: {
    viewer: (_, _args, vault) => findViewer(vault),
    node: (_, { id }, vault) => findNode(id, vault),
    nodes: (_, { ids }, vault) => findNodes(ids, vault),
    user: (_, { id }, vault) => findUser(id, vault),
    users: (_, { username, ...asked }, vault) => listUsers({ username }, asked, vault),
    folder: (_, { id }, vault) => findFolder(id, vault),
    folders: (_, { archived, ...asked }, vault) => listFolders({ archived }, asked, vault),
    document: (_, { id }, vault) => findDocument(id, vault),
    documents: (_, { folderId, archived, ...asked }, vault) =>
      listDocuments({ folderId, archived }, asked, vault),
    sagas: (_, filter, vault) => listSagas(filter, vault),
    saga: (_, { id }, vault) => findSaga(id, vault),
    deadLetters: (_, { plugin }, vault) => listDeadLetters(plugin, vault),
    deadLetter: (_, { id }, vault) => findDeadLetter(id, vault),
    plugins: (_, _args, vault) => listPlugins(vault),
    auditLog: (_, asked, vault) => listAuditEntries(asked, vault),
  },
  Mutation: {
    createUser: (_, { input }, vault) => runWorkflow(createUser, input, vault),
    changeUserRole: (_, { input }, vault) => runWorkflow(changeUserRole, input, vault),
    createFolder: (_, { input }, vault) => runWorkflow(createFolder, input, vault),
    archiveFolder: (_, { id }, vault) => runWorkflow(archiveFolder, { id }, vault),
    restoreFolder: (_, { id }, vault) => runWorkflow(restoreFolder, { id }, vault),
    createDocument: (_, { input }, vault) => runWorkflow(createDocument, input, vault),
    updateDocument: (_, { input }, vault) => runWorkflow(updateDocument, input, vault),
    archiveDocument: (_, { id }, vault) => runWorkflow(archiveDocument, { id }, vault),
    restoreDocument: (_, { id }, vault) => runWorkflow(restoreDocument, { id }, vault),
    deleteDocument: (_, { id }, vault) => runWorkflow(deleteDocument, { id }, vault),
    transferDocument: (_, { id, toUserId }, vault) => runWorkflow(transferDocument, { id, toUserId }, vault),
    offboardUser: (_, args, vault) => runWorkflow(offboardUser, args, vault),
    enablePlugin: (_, args, vault) => turnPlugin('on', args, vault),
    disablePlugin: (_, args, vault) => turnPlugin('off', args, vault),
    retrySaga: (_, args, vault) => helpSaga('retry', args, vault),
    skipSaga: (_, args, vault) => helpSaga('skip', args, vault),
    resolveSaga: (_, args, vault) => helpSaga('resolve', args, vault),
    replayDeadLetter: (_, args, vault) => replayDeadLetter(args, vault),
  },
  Saga: {
    status: ({ status }) => upper(status),
    story: async (saga, _args, vault) => (await wholeSaga(saga, vault))?.story,
    context: async (saga, _args, vault) => (await wholeSaga(saga, vault))?.context,
  },
  DeadLetter: {
    state: ({ state }) => upper(state),
    data: async (letter, _args, vault) => (await wholeDeadLetter(letter, vault))?.data,
    replays: async (letter, _args, vault) => (await wholeDeadLetter(letter, vault))?.replays,
  },
  AuditEntry: {
    actor: ({ actorId }, _args, vault) => (actorId === null ? null : findUser(actorId, vault)),
    outcome: ({ outcome }) => upper(outcome),
    details: ({ details }) => details && JSON.stringify(details),
  },
  User: {
    role: ({ role }) => upper(role),
    organization: (user, _args, vault) => organizationOf(user, vault),
  },
  Folder: {
    documents: ({ id: folderId }, { archived, ...asked }, vault) =>
      listDocuments({ folderId, archived }, asked, vault),
  },
  Document: {
    folder: ({ folderId }, _args, vault) => (folderId === null ? null : findFolder(folderId, vault)),
    createdBy: ({ createdBy }, _args, vault) => (createdBy === null ? null : findUser(createdBy, vault)),
    owner: ({ ownerId }, _args, vault) => (ownerId === null ? null : findUser(ownerId, vault)),
  },
};

export const references: References = {
  Organization: ({ id }, vault) => findOrganization(id, vault),
  User: ({ id }, vault) => findUser(id, vault),
  Folder: ({ id }, vault) => findFolder(id, vault),
  Document: ({ id }, vault) => findDocument(id, vault),
};
