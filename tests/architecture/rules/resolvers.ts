import { functionsOf } from '../functions.ts';
import type { Rule } from '../rule.ts';

export const resolvers: Rule = {
  name: 'a resolver is one line',
  check: ({ files }) =>
    files
      .filter(({ path }) => /^(core-subgraph|plugin-subgraphs\/[^/]+)\/(resolvers|hooks)\.ts$/.test(path))
      .flatMap((file) =>
        functionsOf(file)
          .filter(({ hasBlock }) => hasBlock)
          .map(({ line }) => ({
            file: file.path,
            line,
            why: 'does work of its own',
            instead: 'Make it one expression that calls bll/<noun>/queries.ts or mutations.ts',
          })),
      ),
};
