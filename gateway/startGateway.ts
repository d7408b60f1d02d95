import { importAssertionKey } from '@nimbusvault/sdk/assertion';
import { readBaseSettings, VaultError } from '@nimbusvault/sdk/kernel';
import type { FastifyInstance } from 'fastify';
import { pino, type Logger } from 'pino';
import { createAssert } from './executor/assertions.ts';
import { openSubgraphs } from './executor/openSubgraphs.ts';
import { startApollo } from './executor/startApollo.ts';
import { createServer } from './http/createServer.ts';
import { createIdentify } from './http/identity.ts';
import { SupergraphRegistry } from './supergraph/supergraphRegistry.ts';

/** What a gateway is started with; `env` resolves the references in the two files. */
export interface GatewayOptions {
  readonly host: string;
  readonly port: number;
  readonly settingsFile: string;
  readonly supergraphFile: string;
  /** The private Ed25519 JWK, as JSON text, that assertions are signed with. */
  readonly assertionKey: string;
  readonly developmentToken?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log?: Logger;
  /** Hears in a line what is refused of the graph, and when nothing is any more. */
  readonly tell?: (line: string) => void;
}

export interface Gateway {
  readonly url: string;
  /** Finishes what is in flight. */
  stop(): Promise<void>;
}

/** Starts the gateway; a plugin that does not run or does not compose is no reason not to. Throws SETTINGS_INVALID or COMPOSITION_FAILED. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { log = pino({ name: 'gateway' }) } = options;
  const base = readBaseSettings(options.settingsFile, options.env);
  const registry = new SupergraphRegistry(options, log, options.tell);
  const subgraphs = openSubgraphs(
    base.limits.subgraph,
    createAssert(await importAssertionKey(options.assertionKey)),
  );
  const apollo = await startApollo({
    source: registry,
    openSubgraph: subgraphs.open,
    limits: base.limits,
    log,
  });
  const app = await createServer({
    ...base,
    log,
    apollo: apollo.server,
    apiSchema: apollo.apiSchema,
    identify: await createIdentify(base.identity),
    developmentToken: options.developmentToken,
    status: () => registry.status,
  });
  const url = await listen(app, options);
  log.info({ url, ms: Math.round(performance.now()), ...registry.status }, 'listening');
  const stop = async () => {
    await app.close();
    await apollo.server.stop();
    await subgraphs.close();
  };
  return { url, stop };
}

async function listen(app: FastifyInstance, { host, port }: GatewayOptions): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const message = `The gateway cannot listen at ${host}:${port}. Set HOST and PORT to an address that is free.`;
    throw new VaultError('SETTINGS_INVALID', message, { cause });
  }
}
