import { functionsOf } from '../source/functions.ts';
import type { Rule } from '../source/rule.ts';

export const resolvers: Rule = {
  code: 'PLUGIN_RESOLVERS',
  title: 'a resolver is one line',
  explain:
    'resolvers.ts is the table of contents of the graph: each resolver is one expression that calls the bll, and so is each reference. The work is in bll/<noun>/queries.ts and mutations.ts, where it is tested without GraphQL.',
  find: ({ files }) =>
    files
      .filter(({ path }) => path === 'resolvers.ts')
      .flatMap((file) =>
        functionsOf(file)
          .filter(({ hasBlock }) => hasBlock)
          .map(({ line }) => ({
            file: file.path,
            line,
            message: 'A resolver does work of its own',
            fix: 'Make it one expression that calls bll/<noun>/queries.ts or mutations.ts.',
          })),
      ),
};
