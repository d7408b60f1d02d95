import { isRevoked, type Registry } from '@nimbusvault/runtime/registry';
import { VaultError, type Tenant } from '@nimbusvault/sdk/kernel';

/** Returns the tenant, or throws ACCESS_REVOKED if the user has left the organization, or if the organization has no access. */
export function refuseRevoked(tenant: Tenant, registry: Registry): Tenant {
  if (!isRevoked(registry, tenant.org, tenant.userId)) return tenant;
  throw new VaultError(
    'ACCESS_REVOKED',
    'Nothing was done, because the access of this user has ended: they have left the organization. Ask an admin of it if that is wrong.',
  );
}
