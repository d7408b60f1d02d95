import { VaultError, type Vault } from '@nimbusvault/sdk';
import { viewOrganization } from './helpers.ts';
import { organizations } from './service.ts';

export async function findOrganization(id: string, vault: Vault) {
  const organization = await organizations.get(id, vault);
  return organization && viewOrganization(organization);
}

/** Returns the organization of a user. A foreign key keeps it while it has one. */
export async function organizationOf({ organizationId }: { readonly organizationId: string }, vault: Vault) {
  const organization = await findOrganization(organizationId, vault);
  if (organization) return organization;
  throw new VaultError('NOT_FOUND', 'The organization of this user does not exist.');
}
