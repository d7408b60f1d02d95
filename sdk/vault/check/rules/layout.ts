import { isCode } from '../source/module.ts';
import { pluginRoomOf } from '../source/pluginRooms.ts';
import type { Rule } from '../source/rule.ts';

export const layout: Rule = {
  code: 'PLUGIN_LAYOUT',
  title: 'every file has its place',
  explain:
    'A plugin has the same layout as core: <Name>.ts, settings, schema, resolvers, hooks, operations (what it asks the graph), takesPart and seed beside it, entities/, migrations/, clients/ (a file for each outside system), standIn/ (servers that stand for them in development), tests/, and a folder of bll/ for each noun with helpers (pure), queries (reads), mutations (workflows) and service (the eight primitives). Anyone who knows one plugin finds everything in another.',
  find: ({ files }) =>
    files
      .filter((file) => isCode(file) && !/\.config\.(ts|js|mjs)$/.test(file.path))
      .filter(({ path }) => pluginRoomOf(path) === undefined)
      .map(({ path }) => ({
        file: path,
        message: `${path} is not in the layout of a plugin`,
        fix: 'Move it into bll/<noun>/helpers.ts, queries.ts, mutations.ts or service.ts, clients/<system>.ts, or to the place of its kind.',
      })),
};
