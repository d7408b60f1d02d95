/* oxlint-disable no-console -- the starting process waits for the line with the address */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

/** Hive Gateway with the planner in Rust; it forwards the client's Authorization, as ours does. */
const gateway = createGatewayRuntime({
  supergraph: process.argv[2] ?? '',
  unifiedGraphHandler,
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') ?? '' }),
  },
  logging: false,
  graphiql: false,
  landingPage: false,
});
const server = createServer((request, response) => void gateway(request, response));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(`listening at http://127.0.0.1:${server.address().port}/graphql`);
