import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';

/** What clients see of a supergraph: without what is `@inaccessible`, and without what federation needs. */
export function apiSchemaOf(supergraphSdl: string): GraphQLSchema {
  const options = { supportedFeatures: null, validateSupergraph: false };
  return Supergraph.build(supergraphSdl, options).apiSchema().toGraphQLJSSchema();
}
