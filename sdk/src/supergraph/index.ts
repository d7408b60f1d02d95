export { apiSchemaOf } from './apiSchema.ts';
export { composeSupergraph } from './composeSupergraph.ts';
export { coreName, type Composition, type Refusal, type Subgraph } from './composition.ts';
export { readGraphAccess, type DeclaredAccess } from './graphAccess.ts';
export { readSubgraphs, type SubgraphSources } from './readSubgraphs.ts';
export { readSupergraphConfig, type SubgraphEntry, type SupergraphConfig } from './supergraphConfig.ts';
