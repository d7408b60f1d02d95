import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';

/** Returns the API schema of a supergraph: without `@inaccessible` fields, and without federation's own. */
export function apiSchemaOf(supergraphSdl: string): GraphQLSchema {
  const options = { supportedFeatures: null, validateSupergraph: false };
  return Supergraph.build(supergraphSdl, options).apiSchema().toGraphQLJSSchema();
}
