export type { Gateway } from './serveSupergraph.ts';
export { startGateway, type GatewayOptions } from './startGateway.ts';
export { startGatewayAlone, type AloneOptions } from './startGatewayAlone.ts';
