import { defineContext, entityCreated } from '@nimbusvault/sdk';
import { conflict } from '../common/helpers.ts';
import { UserView } from '../users/helpers.ts';
import { addUser } from '../users/mutations.ts';
import { users } from '../users/service.ts';
import { CreateOrganizationInput, OrganizationView, viewOrganization } from './helpers.ts';
import { organizations } from './service.ts';

/** The organization is the vault's: what is made has its slug. */
const founding = defineContext({
  input: CreateOrganizationInput,
  organization: OrganizationView,
  user: UserView,
});

const insertOrganization = founding.step({
  name: 'insert-organization',
  reads: ['input'],
  writes: ['organization'],
  async forward({ input: { name } }, vault) {
    const { org } = vault;
    if (await organizations.get({}, vault)) return conflict(`The organization "${org}" exists already.`);
    const organization = await organizations.create({ name: name ?? org }, vault);
    entityCreated.fire({ entityType: 'Organization', entityId: organization.id }, vault);
    return { organization: viewOrganization(organization) };
  },
  async rollback({ organization }, vault) {
    await organizations.delete(organization.id, vault);
  },
});

const insertAdmin = founding.step({
  name: 'insert-admin',
  reads: ['input', 'organization'],
  writes: ['user'],
  async forward({ input: { adminUsername: username }, organization }, vault) {
    return addUser({ username, role: 'admin', organizationId: organization.id }, vault);
  },
  async rollback({ user }, vault) {
    await users.delete(user.id, vault);
  },
});

export const createOrganization = founding
  .workflow('create-organization')
  .step(insertOrganization)
  .step(insertAdmin)
  .result(({ organization, user: { id, username, role } }) => ({
    organization,
    admin: { id, username, roles: [role] },
  }));
