import { concatAST, print } from 'graphql';
import type { Plugin } from '../plugin/index.ts';

/** The plugin's SDL as its authors wrote it, as composition reads it and as its committed schema.graphql holds it. */
export function printSubgraphSdl(plugin: Plugin): string {
  return `${print(concatAST(plugin.typeDefs)).trim()}\n`;
}
