import { isSet, type Vault } from '@nimbusvault/sdk';
import { viewSource } from './helpers.ts';
import { files } from './service.ts';

/** The source of a document of core, if it was imported. */
export async function findSource(documentId: string, vault: Vault) {
  const { rows } = await files.filter({ of: { documentId }, first: 1 }, vault);
  return rows.map(viewSource)[0] ?? null;
}

/** The first hundred files of a site that could not be imported as they are. */
export async function listProblems(siteId: string, vault: Vault) {
  const query = { where: { siteId, problem: isSet() }, orderBy: { path: 'asc' }, first: 100 } as const;
  const { rows } = await files.filter(query, vault);
  return rows.map(({ path, problem }) => ({ path, message: problem ?? '' }));
}
