export type { Gateway } from './serveSupergraph.ts';
export { startGateway } from './startGateway.ts';
export { startGatewayAlone } from './startGatewayAlone.ts';
