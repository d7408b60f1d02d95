import {
  orgSettingsOf,
  Permanent,
  settingsOf,
  throwIfUnavailable,
  VaultError,
  type Vault,
} from '@nimbusvault/sdk';
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
  if (response.ok && !isPage(response)) return;
  if (response.ok)
    throw new VaultError(
      'OUTSIDE_ANSWER_INVALID',
      'A page answered in place of the workflow of the organization.',
    );
  throw new Permanent(
    `The workflow of the organization answered with status ${response.status}. If it is gone, an admin enters the URL of another one with configureTeams.`,
  );
}

/** A workflow answers with JSON or nothing; a page is of a proxy or of a login before it, and nobody has the card. */
function isPage({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/html') === true;
}
