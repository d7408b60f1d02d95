import { definePlugin } from '@nimbusvault/sdk';
import { summarizeDocument } from './bll/summaries/mutations.ts';
import { Passage } from './entities/Passage.ts';
import { Summary } from './entities/Summary.ts';
import { hooks } from './hooks.ts';
import { createSummary } from './migrations/createSummary.ts';
import { textOf } from './operations.ts';
import { references, resolvers } from './resolvers.ts';
import { typeDefs } from './schema.ts';

export const LLM = definePlugin({
  name: 'LLM',
  typeDefs,
  resolvers,
  references,
  entities: [Summary, Passage],
  migrations: [createSummary],
  tasks: [summarizeDocument],
  hooks,
  graph: { role: 'member', operations: [textOf] },
});
