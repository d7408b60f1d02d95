import { z } from 'zod';

const name = z.string().min(1).max(200);

/** The vendor of the models, the same for all organizations of a vault; without `url` the embedded models work. */
export const settings = z
  .strictObject({
    url: z
      .url()
      .optional()
      .describe('The base URL of an OpenAI-compatible API, as in https://api.openai.com/v1.'),
    apiKey: name.optional(),
    chatModel: name.optional(),
    embeddingModel: name.optional(),
    dimensions: z.int().min(1).max(768).optional().describe('Asked of a model that can shorten its vectors.'),
    answerTokens: z.int().min(50).max(16_000).default(800).describe('The most that one text may take.'),
    answerWithinMs: z
      .int()
      .min(100)
      .max(7_000)
      .default(7_000)
      .describe('The time for an answer to a question.'),
    tokensPerDay: z.int().min(0).max(2_000_000_000).default(1_000_000).describe('Of each organization.'),
  })
  .refine(({ url, chatModel, embeddingModel }) => !url || (chatModel && embeddingModel), {
    message: '"url" needs "chatModel" and "embeddingModel" beside it',
  });

/** The budget that an organization sets itself, below that of the vault. */
export const organizationSettings = z.object({
  tokensPerDay: z
    .int()
    .min(0)
    .optional()
    .describe('The tokens that the organization spends a day (UTC); never more than the vault allows.'),
});
