import { z } from 'zod';
import type { Organization } from '../../entities/Organization.ts';
import { line } from '../common/helpers.ts';
import { Username } from '../users/helpers.ts';

export const CreateOrganizationInput = z.object({
  name: line('name').nullish(),
  adminUsername: Username,
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
