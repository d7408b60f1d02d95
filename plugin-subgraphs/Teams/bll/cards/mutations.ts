import { defineTask, eventTime, settingsOf, type Vault } from '@nimbusvault/sdk';
import type { z } from 'zod';
import { isWanted, post } from '../../clients/workflow.ts';
import { findNames } from '../../operations.ts';
import type { settings } from '../../settings.ts';
import { cardOf, CardNews, idsIn, type News } from './helpers.ts';

const staleAfterMs = 24 * 60 * 60 * 1000;

/** Sends the card of an event, unless the organization no longer wants it, or it has waited for a day. */
export const sendCard = defineTask('send-card', 1, {
  payload: CardNews,
  limitMs: 60_000,
  async run({ news, at, by }, vault) {
    if (Date.now() - Date.parse(at) > staleAfterMs || !(await isWanted(news.event, vault))) return;
    const ids = [...idsIn(news, by)];
    const { nodes } = ids.length > 0 ? await findNames.run({ ids }, vault) : { nodes: [] };
    const nameOf = (id: string | null) => {
      const node = nodes.find((each) => each?.id === id);
      return node?.title ?? node?.name ?? node?.username;
    };
    const { frontend } = settingsOf<typeof settings>(vault);
    await post(cardOf(news, { at, by, frontend, nameOf }), vault);
  },
});

/** Enqueues the card of an event. Dead letters of this plugin get none: a workflow that is gone would report itself for ever. */
export async function announce(news: z.input<typeof News>, vault: Vault): Promise<void> {
  if (news.event === 'dead' && news.plugin === vault.plugin) return;
  if (!(await isWanted(news.event, vault))) return;
  sendCard.enqueue({ news, at: eventTime(vault).toISOString(), by: vault.userId }, vault);
}
