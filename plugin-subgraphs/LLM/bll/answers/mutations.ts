import { defineContext, outcome, settingsOf, type Vault, type VaultError } from '@nimbusvault/sdk';
import type { Models } from '../../clients/models.ts';
import type { settings } from '../../settings.ts';
import { nextDayAfter } from '../budget/helpers.ts';
import { spend } from '../budget/mutations.ts';
import { readUsage } from '../budget/queries.ts';
import { AskInput, DocumentAnswerView } from './helpers.ts';
import { citeKnown, draftAnswer } from './queries.ts';

/** Six passages with their titles and the order, at three characters a token or fewer. */
const promptTokens = 4_000;

const asking = defineContext({ input: AskInput, answer: DocumentAnswerView });

/** Done once: another try would be paid again. */
const askModel = asking.externalStep({
  name: 'ask-model',
  reads: ['input'],
  writes: ['answer'],
  timeoutMs: 7_800,
  retry: { tries: 1, firstDelayMs: 0 },
  async forward({ input: { question } }, vault) {
    const { answerTokens, answerWithinMs: withinMs } = settingsOf<typeof settings>(vault);
    const run = async (models: Models) => ({
      ...(await draftAnswer(question, models, vault)),
      model: models.chatModel,
    });
    const draft = await spend({ tokens: promptTokens + answerTokens, withinMs, run }, vault).catch(
      unavailable,
    );
    if (!draft) return overBudget(vault);
    if ('__typename' in draft) return draft;
    const cited = await citeKnown(draft, vault);
    if (!cited) return outcome('NothingFound', { message: 'The documents do not answer this question.' });
    return { answer: { ...cited, model: draft.model } };
  },
});

export const askDocuments = asking
  .workflow('ask-documents')
  .step(askModel)
  .result(({ answer }) => answer);

async function overBudget(vault: Vault) {
  const { tokens, limit } = await readUsage(vault);
  const message = `Too few tokens are left of the ${limit} that the organization may spend today.`;
  return outcome('OverBudget', {
    message,
    tokens,
    limit,
    resetsAt: new Date(nextDayAfter(Date.now())).toISOString(),
  });
}

function unavailable(error: VaultError & { readonly retryAfterMs?: number }) {
  if (error.code !== 'OUTSIDE_UNAVAILABLE') throw error;
  const retryAfterSeconds = error.retryAfterMs === undefined ? null : Math.ceil(error.retryAfterMs / 1_000);
  return outcome('ModelUnavailable', { message: `${error.message} Ask again later.`, retryAfterSeconds });
}
