import { defaultLimits, VaultError, type Tenant } from '@nimbusvault/sdk/kernel';
import { openLog } from '@nimbusvault/runtime/output';
import { createDocumentStore } from '@nimbusvault/runtime/registry';
import type { Logger } from 'pino';
import { forwardingPolicy } from './subgraphs/subgraphPolicy.ts';
import { serveSupergraph, type Gateway } from './serveSupergraph.ts';
import { notServable, readSupergraphFile } from './supergraph/supergraphFile.ts';

/** The options of a gateway without a vault. */
export interface AloneOptions {
  readonly port: number;
  readonly supergraphFile: string;
  readonly log?: Logger;
}

const nobody: Tenant = { org: 'nobody', userId: null, roles: [] };

const anyRate = { perSecond: Number.MAX_SAFE_INTEGER, burst: Number.MAX_SAFE_INTEGER };

/** Its clients are unknown: a document may select much more than a vault's may. */
export const aloneLimits = {
  ...defaultLimits,
  depth: 50,
  aliases: 500,
  rootFields: 500,
  mutations: 500,
  directives: 500,
  cost: Number.MAX_SAFE_INTEGER,
  rate: { org: anyRate, user: anyRate },
  errors: Number.MAX_SAFE_INTEGER,
};

/** Serves one supergraph file on this machine: it checks no token and shows every error of a subgraph. Throws SETTINGS_INVALID if the file or the address is invalid. */
export async function startGatewayAlone(options: AloneOptions): Promise<Gateway> {
  const { port, supergraphFile, log = openLog('gateway') } = options;
  const parts = {
    source: readSupergraphFile(supergraphFile),
    identify: async () => nobody,
    showsPlansTo: () => true,
    showsSchemaTo: () => true,
    documents: {
      mode: 'off',
      store: createDocumentStore(),
      isDeclared: () => false,
      mayAskAnything: () => true,
    } as const,
    policy: forwardingPolicy,
    resolvesNodes: false,
    limits: aloneLimits,
    cors: { origins: [] },
    developmentToken: undefined,
    log,
  };
  return serveSupergraph(parts, { host: '127.0.0.1', port }).catch((error: unknown) => {
    if (error instanceof VaultError && error.code !== 'COMPOSITION_FAILED') throw error;
    throw notServable(supergraphFile, error instanceof Error ? error.message : String(error), error);
  });
}
