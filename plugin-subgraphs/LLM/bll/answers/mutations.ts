import { defineContext, outcome, settingsOf, type Vault } from '@nimbusvault/sdk';
import { modelsOf } from '../../clients/models.ts';
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
    const { answerTokens, answerWithinMs } = settingsOf<typeof settings>(vault);
    const models = modelsOf(vault, answerWithinMs);
    const tokens = promptTokens + answerTokens;
    const reply = await spend({ models, tokens, run: () => draftAnswer(question, models, vault) }, vault);
    if (!reply) return overBudget(vault);
    if ('fault' in reply) {
      const retryAfterSeconds = reply.waitMs === undefined ? null : Math.ceil(reply.waitMs / 1_000);
      return outcome('ModelUnavailable', { message: `${reply.fault} Ask again later.`, retryAfterSeconds });
    }
    const cited = await citeKnown(reply.value, vault);
    if (!cited) return outcome('NothingFound', { message: 'The documents do not answer this question.' });
    return { answer: { ...cited, model: models.chatModel } };
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
