import { definePlugin } from '@nimbusvault/sdk';
import { askDocuments } from './bll/answers/mutations.ts';
import { catchUp, everyFiveMinutes, summarizeDocument } from './bll/summaries/mutations.ts';
import { Passage } from './entities/Passage.ts';
import { SpentDay } from './entities/SpentDay.ts';
import { Summary } from './entities/Summary.ts';
import { hooks } from './hooks.ts';
import { createSpentDay } from './migrations/createSpentDay.ts';
import { createSummary } from './migrations/createSummary.ts';
import { oldestDocuments, textOf } from './operations.ts';
import { references, resolvers } from './resolvers.ts';
import { typeDefs } from './schema.ts';
import { organizationSettings, settings } from './settings.ts';

export const LLM = definePlugin({
  name: 'LLM',
  settings,
  organizationSettings,
  standIn: './standIn/server.ts',
  typeDefs,
  resolvers,
  references,
  entities: [Summary, Passage, SpentDay],
  migrations: [createSummary, createSpentDay],
  workflows: [askDocuments],
  tasks: [summarizeDocument, catchUp],
  schedules: [everyFiveMinutes],
  hooks,
  graph: { role: 'member', operations: [textOf, oldestDocuments] },
});
