import { embedReport, listReports } from './bll/reports/queries.ts';
import type { Resolvers } from './schema.types.ts';

export const resolvers: Resolvers = {
  Query: {
    powerBIReports: (_, __, vault) => listReports(vault),
    powerBIEmbed: (_, { reportId }, vault) => embedReport(reportId, vault),
  },
};
