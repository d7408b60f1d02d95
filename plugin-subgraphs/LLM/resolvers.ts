import { runWorkflow } from '@nimbusvault/sdk';
import { askDocuments } from './bll/answers/mutations.ts';
import { readUsage } from './bll/budget/queries.ts';
import { readSummary } from './bll/summaries/queries.ts';
import type { References, Resolvers } from './schema.types.ts';

export const resolvers: Resolvers = {
  Query: {
    llmUsage: (_, __, vault) => readUsage(vault),
  },
  Mutation: {
    askDocuments: (_, { question }, vault) => runWorkflow(askDocuments, { question }, vault),
  },
  Document: {
    summary: async ({ id }, _, vault) => (await readSummary(id, vault))?.text,
    summaryModel: async ({ id }, _, vault) => (await readSummary(id, vault))?.model,
  },
  Citation: {
    document: ({ documentId: id }) => ({ id }),
  },
};

export const references: References = {
  Document: (document) => document,
};
