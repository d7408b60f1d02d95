export { apiSchemaOf } from './apiSchema.ts';
export { composeSupergraph } from './composeSupergraph.ts';
export type { Composition } from './composition.ts';
