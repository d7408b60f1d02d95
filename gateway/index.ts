export { startGateway, type Gateway, type GatewayOptions } from './startGateway.ts';
