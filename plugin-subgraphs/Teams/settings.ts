import { secret } from '@nimbusvault/sdk';
import { z } from 'zod';

const webhook = z.url({ protocol: /^https?$/, error: 'must be the http(s) URL of a workflow' }).max(2_000);

export const settings = z.strictObject({
  /** The address of the vault's frontend, to which cards link: `<frontend>/entity/<id>`. */
  frontend: z.url({ protocol: /^https?$/ }),
  /** The workflow of the organizations that have none of their own and choose events. */
  webhook: webhook.optional(),
});

const event = z.enum(['created', 'archived', 'deleted', 'stuck', 'dead']);

export const organizationSettings = z.object({
  webhook: secret(webhook)
    .optional()
    .describe('The URL of the workflow "Send webhook alerts to a channel" in Microsoft Teams.'),
  events: z
    .array(event)
    .max(event.options.length)
    .optional()
    .describe(
      'The events that become cards: entities that are created, archived or deleted, runs that are stuck, letters that are dead. All of them, unless chosen, for an organization with a webhook of its own.',
    ),
});
