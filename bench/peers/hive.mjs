/* oxlint-disable no-console -- the line that says where it listens is what its starter waits for */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

/** Hive Gateway with the planner in Rust, with the client's Authorization forwarded, as ours does. */
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
