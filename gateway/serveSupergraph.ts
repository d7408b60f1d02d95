import { VaultError, type BaseSettings } from '@nimbusvault/sdk/kernel';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { openSubgraphs } from './subgraphs/openSubgraphs.ts';
import type { AskSubgraph } from './graph/servedGraph.ts';
import { startApollo } from './graph/startApollo.ts';
import type { SubgraphPolicy } from './subgraphs/subgraphPolicy.ts';
import { createServer } from './http/createServer.ts';
import type { DocumentRules } from './http/documentGate.ts';
import type { ShowsPlansTo, ShowsSchemaTo } from './http/graphqlRoute.ts';
import type { Identify } from './http/identity.ts';
import type { SupergraphSource } from './supergraph/supergraphSource.ts';

/** The address of a server. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The options in which gateways differ. */
export interface GatewayParts {
  readonly source: SupergraphSource;
  readonly identify: Identify;
  readonly showsPlansTo: ShowsPlansTo;
  readonly showsSchemaTo: ShowsSchemaTo;
  readonly documents: DocumentRules;
  readonly policy: SubgraphPolicy;
  /** True if the gateway resolves `node` and `nodes` itself, by the owners of the types. */
  readonly resolvesNodes: boolean;
  readonly limits: BaseSettings['limits'];
  readonly cors: BaseSettings['cors'];
  readonly developmentToken: string | undefined;
  readonly log: Logger;
}

export interface Gateway {
  readonly url: string;
  /** Finishes the requests in flight. */
  stop(): Promise<void>;
}

/** A gateway with a way to its subgraphs. */
interface ServedGateway extends Gateway {
  readonly ask: AskSubgraph;
}

/** Serves a supergraph at an address. Throws SETTINGS_INVALID if it cannot listen there. */
export async function serveSupergraph(parts: GatewayParts, address: Address): Promise<ServedGateway> {
  const { source, policy, limits, resolvesNodes, log } = parts;
  const subgraphs = openSubgraphs(limits.subgraph, policy, log);
  const apollo = await startApollo({
    source,
    openSubgraph: subgraphs.open,
    network: subgraphs,
    resolvesNodes,
    limits,
    log,
  });
  const app = await createServer({
    ...parts,
    apollo: apollo.server,
    answerKnown: apollo.answerKnown,
    apiSchema: apollo.apiSchema,
    status: () => source.status,
    probe: subgraphs.probe,
    gateways: () => source.gateways,
  });
  const stop = async () => {
    await app.close();
    await apollo.server.stop();
    await subgraphs.close();
  };
  const url = await listen(app, address).catch((error: unknown) => stop().then(() => Promise.reject(error)));
  log.info({ url, ms: Math.round(performance.now()), ...source.status }, 'listening');
  return { url, stop, ask: apollo.ask };
}

async function listen(app: FastifyInstance, { host, port }: Address): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const message = `The gateway cannot listen at ${host}:${port}. Choose a free address with HOST and PORT, or --port.`;
    throw new VaultError('SETTINGS_INVALID', message, { cause });
  }
}
