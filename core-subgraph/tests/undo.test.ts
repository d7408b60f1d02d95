import { runWorkflow, type Vault, type Workflow } from '@nimbusvault/sdk';
import { openInMemory, startPlugin, testEveryFailure, type StartedPlugin } from '@nimbusvault/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  archiveDocument,
  createDocument,
  deleteDocument,
  restoreDocument,
  updateDocument,
} from '../bll/documents/mutations.ts';
import { documents } from '../bll/documents/service.ts';
import { archiveFolder, createFolder, restoreFolder } from '../bll/folders/mutations.ts';
import { createOrganization } from '../bll/organizations/mutations.ts';
import { changeUserRole, createUser } from '../bll/users/mutations.ts';
import { Core } from '../Core.ts';
import { AuditEntry } from '../entities/AuditEntry.ts';

type AnyWorkflow = Workflow;

let plugin: StartedPlugin;
beforeAll(async () => {
  plugin = await startPlugin(Core);
});
afterAll(() => plugin[Symbol.asyncDispose]());

const memory = openInMemory(Core);

describe.each<[string, (org: string) => Vault]>([
  ['in PostgreSQL', (org) => plugin.opened.vaultFor(org)],
  ['in memory', (org) => memory.vaultFor({ org, userId: null, roles: ['admin'] })],
])('%s', (_, vaultFor) => {
  let grace: { id: string };
  let used: { id: string };
  let shelved: { id: string };
  let inUse: { id: string };
  let archived: { id: string };

  beforeAll(async () => {
    await run(createOrganization, { adminUsername: 'ada' });
    grace = await run(createUser, { username: 'grace' });
    used = await run(createFolder, { name: 'Used' });
    shelved = await run(createFolder, { name: 'Shelved' });
    inUse = await run(createDocument, { title: 'In use', body: 'Old', folderId: used.id });
    archived = await run(createDocument, { title: 'Archived', folderId: used.id });
    await run(createDocument, { title: 'Archived with its folder', folderId: shelved.id });
    await run(archiveDocument, archived);
    await run(archiveFolder, shelved);
  });

  test.each<[string, AnyWorkflow, () => object]>([
    ['create-user', createUser, () => ({ username: 'hedy' })],
    ['change-user-role', changeUserRole, () => ({ userId: grace.id, role: 'ADMIN', reason: 'ada is away' })],
    ['create-folder', createFolder, () => ({ name: 'New' })],
    ['archive-folder', archiveFolder, () => used],
    ['restore-folder', restoreFolder, () => shelved],
    ['create-document', createDocument, () => ({ title: 'New', folderId: used.id })],
    ['update-document', updateDocument, () => ({ id: inUse.id, title: 'New', body: 'New' })],
    ['archive-document', archiveDocument, () => inUse],
    ['restore-document', restoreDocument, () => archived],
    ['delete-document', deleteDocument, () => archived],
  ])('%s leaves no trace when it is undone behind any of its steps', async (__, workflow, input) => {
    await testEveryFailure(workflow, { input: input(), vault: vaultFor('acme'), appended: [AuditEntry] });
  });

  test('create-organization leaves no trace when it is undone behind any of its steps', async () => {
    await testEveryFailure(createOrganization, {
      input: { adminUsername: 'hal' },
      vault: vaultFor('globex'),
      appended: [AuditEntry],
    });
  });

  test('an undo leaves a document alone that somebody has changed since', async () => {
    const forward = async () => {
      await run(updateDocument, { id: inUse.id, title: 'Newer' });
      throw new Error('stop');
    };
    const overtake = { kind: 'local', name: 'overtake', reads: [], writes: [], forward } as const;
    const overtaken = { ...updateDocument, commitsEach: true, steps: [...updateDocument.steps, overtake] };
    const updating = runWorkflow(overtaken, { id: inUse.id, title: 'New' }, vaultFor('acme'));
    await expect(updating).rejects.toThrow('was undone');
    expect(await documents.get(inUse.id, vaultFor('acme'))).toMatchObject({ title: 'Newer' });
  });

  async function run(workflow: unknown, input: object): Promise<{ id: string }> {
    const answer = await runWorkflow(workflow as AnyWorkflow, input, vaultFor('acme'));
    expect(answer).not.toHaveProperty('__typename');
    return answer as { id: string };
  }
});
