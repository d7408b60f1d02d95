import { connection, type PageArgs, type Vault } from '@nimbusvault/sdk';
import { viewSite } from './helpers.ts';
import { sites } from './service.ts';

/** The sites that are connected, by name. */
export async function listSites(page: PageArgs, vault: Vault) {
  const query = { ...page, where: { removedAt: null }, orderBy: { name: 'asc' } } as const;
  return connection(await sites.filter(query, vault), viewSite);
}

/** A site, also one that was removed: its documents still name it. */
export async function findSite(id: string, vault: Vault) {
  const site = await sites.get(id, vault);
  return site && viewSite(site);
}
