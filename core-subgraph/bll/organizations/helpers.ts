import { z } from 'zod';
import type { Organization } from '../../entities/Organization.ts';
import { line, Reason } from '../common/helpers.ts';
import { Username } from '../users/helpers.ts';

/** `by` is the author in words: the organization has no users yet. */
export const CreateOrganizationInput = z.object({
  name: line('name').nullish(),
  adminUsername: Username,
  by: line('name').nullish(),
  reason: Reason.nullish(),
});

export const OrganizationView = z.object({
  id: z.uuid(),
  slug: z.string(),
  name: z.string(),
  createdAt: z.iso.datetime(),
});

export function viewOrganization(organization: Organization): z.infer<typeof OrganizationView> {
  const { id, org: slug, name, createdAt } = organization;
  return { id, slug, name, createdAt: createdAt.toISOString() };
}
