/* oxlint-disable no-console -- the starting process waits for the line with the address */
process.env.APOLLO_TELEMETRY_DISABLED = '1'; // without it the constructor connects to the outside
const { ApolloGateway, RemoteGraphQLDataSource } = await import('@apollo/gateway');
const { ApolloServer } = await import('@apollo/server');
const { startStandaloneServer } = await import('@apollo/server/standalone');
const { readFileSync } = await import('node:fs');

/** The stock gateway; it forwards the client's Authorization, as ours does. */
class Forwarding extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    if (context.authorization) request.http.headers.set('authorization', context.authorization);
  }
}

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(process.argv[2] ?? '', 'utf8'),
  buildService: ({ url }) => new Forwarding({ url }),
});
const server = new ApolloServer({ gateway, introspection: true });
const context = async ({ req }) => ({ authorization: req.headers.authorization });
const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 }, context });
console.log(`listening at ${url}`);
