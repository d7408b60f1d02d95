import { orgSettingsOf, settingsOf, type Vault } from '@nimbusvault/sdk';
import { modelsOf } from '../../clients/models.ts';
import type { organizationSettings, settings } from '../../settings.ts';
import { dayOf } from './helpers.ts';
import { spentDays } from './service.ts';

/** The tokens that the organization may spend a day: the lower one of the vault's limit and its own. */
export async function readLimit(vault: Vault): Promise<number> {
  const { tokensPerDay: most } = settingsOf<typeof settings>(vault);
  const { tokensPerDay: own } = await orgSettingsOf<typeof organizationSettings>(vault);
  return Math.min(most, own ?? most);
}

export async function readUsage(vault: Vault) {
  const day = dayOf(Date.now());
  const { chatModel, embeddingModel } = modelsOf(vault);
  const { tokens = 0 } = (await spentDays.get({ day }, vault)) ?? {};
  return { day, tokens, limit: await readLimit(vault), chatModel, embeddingModel };
}
