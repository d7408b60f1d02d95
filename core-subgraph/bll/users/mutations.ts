import { defineContext, entityCreated, VaultError, type Role, type Vault } from '@nimbusvault/sdk';
import { conflict } from '../common/helpers.ts';
import { organizations } from '../organizations/service.ts';
import { CreateUserInput, UserView, viewUser } from './helpers.ts';
import { users } from './service.ts';

interface NewUser {
  readonly organizationId: string;
  readonly username: string;
  readonly role: Role;
}

/** Adds a user of that role within the open step; a conflict where the name is taken. */
export async function addUser(newUser: NewUser, vault: Vault) {
  const { username } = newUser;
  if (await users.get({ username }, vault)) return conflict(`The username "${username}" is taken.`);
  const user = await users.create(newUser, vault);
  entityCreated.fire({ entityType: 'User', entityId: user.id }, vault);
  return { user: viewUser(user) };
}

const joining = defineContext({ input: CreateUserInput, user: UserView });

const insertMember = joining.step({
  name: 'insert-member',
  reads: ['input'],
  writes: ['user'],
  async forward({ input: { username } }, vault) {
    const organization = await organizations.get({}, vault);
    if (!organization) throw noOrganization(vault);
    return addUser({ username, role: 'member', organizationId: organization.id }, vault);
  },
  async rollback({ user }, vault) {
    await users.delete(user.id, vault);
  },
});

export const createUser = joining
  .workflow('create-user')
  .step(insertMember)
  .result(({ user }) => user);

function noOrganization({ org }: Vault): VaultError {
  return new VaultError('NOT_FOUND', `There is no organization "${org}". Make it with "nimbus org create".`);
}
