import { z } from 'zod';
import { isOutcome, parseOrgSlug, roles, VaultError } from '@nimbusvault/sdk/kernel';
import { runWorkflow } from '@nimbusvault/sdk/internal';
import { openCore, type CoreSite } from './openCore.ts';

const created = z.object({
  organization: z.looseObject({ id: z.uuid(), slug: z.string() }),
  admin: z.looseObject({ id: z.uuid(), username: z.string(), roles: z.array(z.enum(roles)) }),
});

/** A created organization, with its first admin. */
type CreatedOrganization = z.infer<typeof created>;

/** The data of a new organization. */
interface NewOrganization {
  readonly slug: string;
  readonly adminUsername: string;
  readonly name?: string | undefined;
  /** The author, in words, and the reason; both are in its audit log. */
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
}

/** Creates an organization by core's own workflow. Throws BAD_USER_INPUT if the input is invalid. */
export async function createOrganization(
  site: CoreSite,
  input: NewOrganization,
): Promise<CreatedOrganization> {
  const org = parseOrgSlug(input.slug);
  await using core = await openCore(site);
  const workflow = core.plugin.workflows.get('create-organization.v1');
  if (!workflow) throw new VaultError('PLUGIN_INVALID', 'Core has no workflow "create-organization".');
  const answer = await runWorkflow(workflow, input, core.opened.vaultFor(org));
  if (!isOutcome(answer)) return created.parse(answer);
  throw new VaultError('BAD_USER_INPUT', 'message' in answer ? String(answer.message) : answer.__typename);
}
