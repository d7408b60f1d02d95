/* oxlint-disable no-console -- the starting process waits for the line with the address */
process.env.APOLLO_TELEMETRY_DISABLED = '1'; // without it the constructor connects to the outside
const { ApolloGateway, IntrospectAndCompose } = await import('@apollo/gateway');
const { ApolloServer } = await import('@apollo/server');
const { startStandaloneServer } = await import('@apollo/server/standalone');
const { readFileSync } = await import('node:fs');

/** The stock gateway, which polls its subgraphs for their schemas every second. */
const subgraphs = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const supergraphSdl = new IntrospectAndCompose({ subgraphs, pollIntervalInMs: 1_000 });
const server = new ApolloServer({ gateway: new ApolloGateway({ supergraphSdl }) });
const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
console.log(`listening at ${url}`);
