import { ApolloServer, HeaderMap, type ApolloServerPlugin, type HTTPGraphQLResponse } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import {
  derive,
  pauseTransaction,
  type HostedVault,
  type Vault,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { followAsker, keepOn, type Abandoned } from '../database/abandonment.ts';
import { executableSchema } from './executableSchema.ts';
import { isUnavailable, tryAgainSoon } from './framing.ts';
import { formatError } from './graphqlErrors.ts';

/** Answers GraphQL requests for one plugin. A query that its caller has `abandoned` does no more work. */
export interface GraphqlServer {
  answer(body: unknown, vault: Vault, abandoned?: Abandoned): Promise<HTTPGraphQLResponse>;
  stop(): Promise<void>;
}

/** Starts the plugin's Apollo Server, whose queries read in a transaction. */
export async function startGraphql(plugin: Plugin, log: VaultLog): Promise<GraphqlServer> {
  const server = new ApolloServer<Vault>({
    schema: executableSchema(plugin),
    introspection: true,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: (formatted, error) => formatError(formatted, error, log),
    plugins: [
      readTransaction,
      unavailability,
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await server.start();
  return {
    answer(body, vault, abandoned) {
      if (abandoned) followAsker(vault, abandoned);
      return answer(server, body, vault);
    },
    stop: () => server.stop(),
  };
}

const headers = new HeaderMap([['content-type', 'application/json']]);

async function answer(
  server: ApolloServer<Vault>,
  body: unknown,
  vault: Vault,
): Promise<HTTPGraphQLResponse> {
  try {
    const httpGraphQLRequest = { method: 'POST', headers, search: '', body };
    const context = async () => resting(vault);
    return await server.executeHTTPGraphQLRequest({ httpGraphQLRequest, context });
  } finally {
    await endReading(vault);
  }
}

/** A query holds no connection while it waits for the outside; its next read opens another transaction. */
function resting(vault: HostedVault): HostedVault {
  return derive(vault, { beforeOutside: async () => void (await pauseTransaction(vault)) });
}

/** Nothing is sent before the first read. If none can be sent, the fields fail one by one, each with its path. */
async function beginReading({ em, log }: Vault): Promise<void> {
  try {
    await em.begin({ readOnly: true });
  } catch (error) {
    log.warn({ err: error }, 'a read transaction could not begin');
  }
}

/** Rows that were read are good even if the connection has gone since. */
async function endReading({ em, log }: Vault): Promise<void> {
  try {
    if (em.isInTransaction()) await em.rollback();
  } catch (error) {
    log.warn({ err: error }, 'a read transaction could not be ended');
  }
}

const unavailability: ApolloServerPlugin<Vault> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response: { http, body } }) {
        if (body.kind !== 'single' || !isUnavailable(body.singleResult)) return;
        http.status = 503;
        for (const [name, value] of Object.entries(tryAgainSoon)) http.headers.set(name, value);
      },
    };
  },
};

/** A query's reads share a read-only transaction, so that they see one state and set the org once. */
const readTransaction: ApolloServerPlugin<Vault> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation, contextValue }) {
        if (operation?.operation === 'query') await beginReading(contextValue);
        else keepOn(contextValue);
      },
    };
  },
};
