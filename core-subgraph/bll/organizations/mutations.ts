import { defineContext, entityCreated } from '@nimbusvault/sdk';
import { putOnRecord } from '../audit/mutations.ts';
import { conflict } from '../common/helpers.ts';
import { UserView } from '../users/helpers.ts';
import { addUser, removeAddedUser } from '../users/mutations.ts';
import { CreateOrganizationInput, OrganizationView, viewOrganization } from './helpers.ts';
import { organizations } from './service.ts';

/** The organization is the vault's: all that is created has its slug. */
const founding = defineContext({
  input: CreateOrganizationInput,
  organization: OrganizationView,
  user: UserView,
});

const insertOrganization = founding.step({
  name: 'insert-organization',
  reads: ['input'],
  writes: ['organization'],
  async forward({ input: { name, by, reason } }, vault) {
    const { org } = vault;
    if (await organizations.get({}, vault)) return conflict(`The organization "${org}" exists already.`);
    const organization = await organizations.create({ name: name ?? org }, vault);
    entityCreated.fire({ entityType: 'Organization', entityId: organization.id }, vault);
    await putOnRecord({ ...founded(organization.id), by, reason }, vault);
    return { organization: viewOrganization(organization) };
  },
  async rollback({ input: { by, reason }, organization }, vault) {
    await organizations.delete(organization.id, vault);
    await putOnRecord({ ...founded(organization.id), by, reason, outcome: 'undone' }, vault);
  },
});

function founded(subjectId: string) {
  return { action: 'organization.created', subjectType: 'Organization', subjectId };
}

const insertAdmin = founding.step({
  name: 'insert-admin',
  reads: ['input', 'organization'],
  writes: ['user'],
  async forward({ input: { adminUsername: username, by, reason }, organization }, vault) {
    return addUser({ username, role: 'admin', organizationId: organization.id }, { by, reason }, vault);
  },
  async rollback({ input: { by, reason }, user }, vault) {
    await removeAddedUser(user.id, { by, reason }, vault);
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
