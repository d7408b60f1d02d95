import type { Vault } from '@nimbusvault/sdk';
import { viewImport } from './helpers.ts';
import { importContracts } from './mutations.ts';

export async function findImport(id: string, vault: Vault) {
  const task = await importContracts.find(id, vault);
  return task && viewImport(id, task);
}
