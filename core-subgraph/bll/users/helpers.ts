import { z } from 'zod';
import type { User } from '../../entities/User.ts';
import { Id, Reason } from '../common/helpers.ts';

export const Username = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,62}$/,
    'A username must have 1 to 63 of a-z, 0-9, ".", "_" and "-", and start with a letter or digit.',
  );

const UserRole = z.enum(['member', 'admin']);

export const CreateUserInput = z.object({ username: Username, reason: Reason.nullish() });
export const OffboardUserInput = z.object({ userId: Id, transferTo: Id, reason: Reason.nullish() });

/** The role is either the schema's or the stored one. */
export const ChangeUserRoleInput = z.object({
  userId: Id,
  role: z.string().toLowerCase().pipe(UserRole),
  reason: Reason,
});

export const UserView = z.object({
  id: z.uuid(),
  organizationId: z.uuid(),
  username: z.string(),
  role: UserRole,
  createdAt: z.iso.datetime(),
  offboardedAt: z.iso.datetime().nullable(),
});

export function viewUser(user: User): z.infer<typeof UserView> {
  const { id, organizationId, username, role, createdAt } = user;
  const offboardedAt = user.offboardedAt?.toISOString() ?? null;
  return { id, organizationId, username, role, createdAt: createdAt.toISOString(), offboardedAt };
}
