import type { Vault } from '@nimbusvault/sdk';
import { viewOrganization } from './helpers.ts';
import { organizations } from './service.ts';

export async function findOrganization(id: string, vault: Vault) {
  const organization = await organizations.get(id, vault);
  return organization && viewOrganization(organization);
}
