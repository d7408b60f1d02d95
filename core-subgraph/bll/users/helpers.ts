import { z } from 'zod';
import type { User } from '../../entities/User.ts';
import { Id } from '../common/helpers.ts';

export const Username = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,62}$/,
    'A username has 1 to 63 of a-z, 0-9, ".", "_" and "-", and starts with a letter or digit.',
  );

export const CreateUserInput = z.object({ username: Username });
export const OffboardUserInput = z.object({ userId: Id, transferTo: Id });

export const UserView = z.object({
  id: z.uuid(),
  organizationId: z.uuid(),
  username: z.string(),
  role: z.enum(['member', 'admin']),
  createdAt: z.iso.datetime(),
  offboardedAt: z.iso.datetime().nullable(),
});

export function viewUser(user: User): z.infer<typeof UserView> {
  const { id, organizationId, username, role, createdAt } = user;
  const offboardedAt = user.offboardedAt?.toISOString() ?? null;
  return { id, organizationId, username, role, createdAt: createdAt.toISOString(), offboardedAt };
}
