import { readSummary } from './bll/summaries/queries.ts';
import type { References, Resolvers } from './schema.types.ts';

export const resolvers: Resolvers = {
  Document: {
    summary: async ({ id }, _, vault) => (await readSummary(id, vault))?.text,
    summaryModel: async ({ id }, _, vault) => (await readSummary(id, vault))?.model,
  },
};

export const references: References = {
  Document: (document) => document,
};
