import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns, type Role } from '@nimbusvault/sdk';

const UserSchema = defineEntity({
  name: 'User',
  tableName: 'vault_user',
  properties: {
    ...tenantColumns,
    organizationId: p.uuid(),
    username: p.string().length(63),
    role: p.string().length(16).$type<Role>(),
    createdAt: p.datetime().onCreate(() => new Date()),
    offboardedAt: p.datetime().nullable(),
    leavingTo: p.uuid().nullable(),
    leavingIn: p.uuid().nullable(),
  },
});

/**
 * A user of the organization. A token's `sub` is a user's id, and its roles come from `role`. `leavingTo` is set from the first
 * step of their offboarding on: the user to whom
 * their property is transferred; `leavingIn` is its run.
 */
export class User extends UserSchema.class {}
UserSchema.setClass(User);
