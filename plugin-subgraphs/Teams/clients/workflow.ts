import { orgSettingsOf, Permanent, settingsOf, throwIfUnavailable, type Vault } from '@nimbusvault/sdk';
import type { organizationSettings, settings } from '../settings.ts';

/** True if the organization has a workflow, and this event is among those that it wants. */
export async function isWanted(
  event: 'created' | 'archived' | 'deleted' | 'stuck' | 'dead',
  vault: Vault,
): Promise<boolean> {
  const { webhook, events } = await orgSettingsOf<typeof organizationSettings>(vault);
  if (events === undefined) return webhook !== undefined;
  return events.includes(event) && (webhook ?? settingsOf<typeof settings>(vault).webhook) !== undefined;
}

/** Posts a card to the organization's workflow. Throws with `retryAfterMs` where the workflow says when it may be called again, and Permanent where it is gone. */
export async function post(card: object, vault: Vault): Promise<void> {
  const { webhook } = await orgSettingsOf<typeof organizationSettings>(vault);
  const url = webhook ?? settingsOf<typeof settings>(vault).webhook;
  if (url === undefined) return;
  const attachment = {
    contentType: 'application/vnd.microsoft.card.adaptive',
    contentUrl: null,
    content: card,
  };
  const response = await vault.http.with({ tries: 1, totalMs: 10_000 }).fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'message', attachments: [attachment] }),
  });
  await throwIfUnavailable(response);
  await response.body?.cancel();
  if (response.ok) return;
  throw new Permanent(
    `The workflow of the organization answered with status ${response.status}. If it is gone, an admin enters the URL of another one with configureTeams.`,
  );
}
