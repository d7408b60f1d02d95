import {
  entityArchived,
  entityCreated,
  entityDeleted,
  entityRestored,
  entityUpdated,
  on,
  runWorkflow,
  type Workflow,
} from '@nimbusvault/sdk';
import { eventually, startPlugin, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  archiveDocument,
  createDocument,
  deleteDocument,
  restoreDocument,
  updateDocument,
} from '../bll/documents/mutations.ts';
import { archiveFolder, createFolder, restoreFolder } from '../bll/folders/mutations.ts';
import { createOrganization } from '../bll/organizations/mutations.ts';
import { createUser } from '../bll/users/mutations.ts';
import { Core } from '../Core.ts';

const ada = '00000000-0000-4000-8000-0000000000a1';

const heard: string[] = [];
const hooks = [entityCreated, entityUpdated, entityArchived, entityRestored, entityDeleted].map((hook) =>
  on(hook, async ({ entityType, entityId, version = 'no version' }, { userId }) => {
    if (userId === ada) heard.push(`${hook.name} ${entityType} ${entityId} ${version}`);
  }),
);

let plugin: StartedPlugin;
beforeAll(async () => {
  plugin = await startPlugin({ ...Core, hooks });
});
afterAll(() => plugin[Symbol.asyncDispose]());

async function run(workflow: Workflow, input: object): Promise<{ id: string }> {
  const vault = { ...plugin.opened.vaultFor('acme'), userId: ada };
  return (await runWorkflow(workflow, input, vault)) as { id: string };
}

/** The first so many messages, and any that arrived with them; handlers process them in any order. */
async function hear(count: number): Promise<readonly string[]> {
  await eventually(async () => heard.length >= count);
  return heard.splice(0).toSorted();
}

test('an id in capitals is published as it is stored', async () => {
  const { id } = await run(createDocument, { title: 'Loud' });
  await run(archiveDocument, { id: id.toUpperCase() });
  expect(await hear(2)).toEqual([`entity.archived Document ${id} 2`, `entity.created Document ${id} 1`]);
});

test('a document fires a hook with its version at each change of its life', async () => {
  const { id } = await run(createDocument, { title: 'Plan' });
  await run(updateDocument, { id, title: 'Better plan' });
  await run(archiveDocument, { id });
  await run(restoreDocument, { id });
  await run(deleteDocument, { id });
  expect(await hear(5)).toEqual([
    `entity.archived Document ${id} 3`,
    `entity.created Document ${id} 1`,
    `entity.deleted Document ${id} 4`,
    `entity.restored Document ${id} 4`,
    `entity.updated Document ${id} 2`,
  ]);
});

test('a folder fires hooks for itself and for each document that is archived with it', async () => {
  const folder = await run(createFolder, { name: 'Plans' });
  const inUse = await run(createDocument, { title: 'In use', folderId: folder.id });
  const archived = await run(createDocument, { title: 'Archived', folderId: folder.id });
  await run(archiveDocument, archived);
  await hear(4);
  await run(archiveFolder, folder);
  await run(restoreFolder, folder);
  expect(await hear(4)).toEqual([
    `entity.archived Document ${inUse.id} 2`,
    `entity.archived Folder ${folder.id} no version`,
    `entity.restored Document ${inUse.id} 3`,
    `entity.restored Folder ${folder.id} no version`,
  ]);
});

test('an organization and its users are announced once they exist', async () => {
  const founded = (await run(createOrganization, { adminUsername: 'ada' })) as unknown as {
    organization: { id: string };
    admin: { id: string };
  };
  const grace = await run(createUser, { username: 'grace' });
  expect(await hear(3)).toEqual([
    `entity.created Organization ${founded.organization.id} no version`,
    `entity.created User ${founded.admin.id} no version`,
    `entity.created User ${grace.id} no version`,
  ]);
});

test('a refused change fires no hook', async () => {
  const { id } = await run(createDocument, { title: 'Plan' });
  await run(updateDocument, { id, title: 'Late', expectedVersion: 7 });
  await run(restoreDocument, { id });
  await run(createDocument, { title: '' });
  await run(archiveDocument, { id });
  expect(await hear(2)).toEqual([`entity.archived Document ${id} 2`, `entity.created Document ${id} 1`]);
});
