import { connection, isSet, type ListArgs, type Vault } from '@nimbusvault/sdk';
import { viewFolder } from './helpers.ts';
import { folders } from './service.ts';

interface FolderFilter {
  readonly archived?: boolean | null;
}

/** Newest first; either the folders in use or the archived ones. */
export async function listFolders({ archived }: FolderFilter, asked: ListArgs, vault: Vault) {
  const where = { archivedAt: archived ? isSet() : null };
  const rows = await folders.filter({ asked, where, orderBy: { createdAt: 'desc' } }, vault);
  return connection(rows, viewFolder);
}

export async function findFolder(id: string, vault: Vault) {
  const folder = await folders.get(id, vault);
  return folder && viewFolder(folder);
}
