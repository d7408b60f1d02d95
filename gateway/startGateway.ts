import { importAssertionKey } from '@nimbusvault/runtime/assertion';
import { hasRole, readBaseSettings, type BaseSettings, type Tenant } from '@nimbusvault/sdk/kernel';
import { openLog } from '@nimbusvault/runtime/output';
import { publicUrlOf, settingsIn } from '@nimbusvault/runtime/registry';
import { isOfService } from '@nimbusvault/runtime/service-token';
import type { Logger } from 'pino';
import { createAssert } from './subgraphs/assertions.ts';
import { assertingPolicy } from './subgraphs/subgraphPolicy.ts';
import type { AskSubgraph } from './graph/servedGraph.ts';
import { createFindRole } from './http/findRole.ts';
import { createIdentify } from './http/identity.ts';
import { refuseRevoked } from './http/revocations.ts';
import { createServices } from './http/services.ts';
import { serveSupergraph, type Address, type Gateway, type GatewayParts } from './serveSupergraph.ts';
import { openTrustedDocuments, type TrustedDocuments } from './supergraph/trustedDocuments.ts';
import { VaultSupergraph } from './supergraph/vaultSupergraph.ts';

/** The options of a gateway; `env` resolves the references in the two files. */
export interface GatewayOptions {
  readonly host: string;
  readonly port: number;
  readonly settingsFile: string;
  readonly supergraphFile: string;
  /** The private Ed25519 JWK, as JSON text, that assertions are signed with. */
  readonly assertionKey: string;
  readonly developmentToken?: string;
  /** The URL at which plugins reach this gateway, with /graphql; the address that it listens at, unless given. */
  readonly publicUrl?: string | undefined;
  /** The URL of the registry; without it the files list the plugins. */
  readonly natsUrl?: string | undefined;
  /** The folder in which supervisors on this machine write the addresses of their processes. */
  readonly addressesFolder?: string | undefined;
  /** Stores the registry's last state, to start without NATS. */
  readonly stateFile?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly log?: Logger;
  /** Receives one line when a part of the graph is refused, and one when nothing is refused any more. */
  readonly tell?: (line: string) => void;
}

/** Starts the gateway of a vault, even if a plugin does not run or does not compose. Throws SETTINGS_INVALID or COMPOSITION_FAILED. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { developmentToken, log = openLog('gateway') } = options;
  const { vault, limits, cors, identity, registry, documents, graphql } = readBaseSettings(
    settingsIn(options),
    options.env,
  );
  const assert = createAssert(await importAssertionKey(options.assertionKey));
  const identifyUser = await createIdentify(identity, log);
  const trusted = openTrustedDocuments({ ...options, vault }, log);
  const source = new VaultSupergraph({ ...options, vault, publishing: registry.publish }, log, options.tell);
  const graph = Promise.withResolvers<AskSubgraph>();
  const services = createServices(source, createFindRole(graph.promise, log));
  const parts = {
    source,
    identify: async (authorization: string | undefined) => {
      const isService = isOfService(authorization);
      const tenant = await (isService ? services.identify(authorization) : identifyUser(authorization));
      return refuseRevoked(tenant, source.registry);
    },
    showsPlansTo: (tenant: Tenant) => developmentToken !== undefined || hasRole(tenant, 'admin'),
    showsSchemaTo: (tenant: Tenant | null) =>
      developmentToken !== undefined || mayIntrospect(tenant, graphql.introspection),
    documents: {
      mode: documents.mode,
      store: trusted.store,
      isDeclared: services.hasDeclared,
      mayAskAnything: (tenant: Tenant) => developmentToken !== undefined && hasRole(tenant, 'admin'),
    },
    policy: assertingPolicy(assert),
    resolvesNodes: true,
    limits,
    cors,
    developmentToken,
    log,
  };
  const { ask: askServed, ...gateway } = await serveTrusting(trusted, parts, options);
  graph.resolve(askServed);
  source.servedAt(options.publicUrl ?? publicUrlOf(gateway.url));
  return gateway;
}

function mayIntrospect(tenant: Tenant | null, who: BaseSettings['graphql']['introspection']): boolean {
  if (!tenant || who === 'nobody') return false;
  return who === 'everyone' || hasRole(tenant, 'admin');
}

async function serveTrusting(
  trusted: TrustedDocuments,
  parts: GatewayParts,
  address: Address,
): ReturnType<typeof serveSupergraph> {
  try {
    if (parts.documents.mode === 'enforce') await trusted.known; // otherwise registered documents would be refused meanwhile
    const gateway = await serveSupergraph(parts, address);
    const stop = async () => {
      await gateway.stop();
      await trusted.stop();
    };
    return { ...gateway, stop };
  } catch (error) {
    await trusted.stop();
    throw error;
  }
}
