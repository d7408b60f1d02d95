import type { Vault } from '@nimbusvault/sdk';
import { viewImport } from './helpers.ts';
import { importSite } from './mutations.ts';

export async function findImport(id: string, vault: Vault) {
  const task = await importSite.find(id, vault);
  return task && viewImport(task);
}
