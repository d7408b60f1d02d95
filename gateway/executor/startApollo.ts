import { ApolloGateway, type GraphQLDataSource, type SupergraphManager } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { BaseSettings, VaultLog } from '@nimbusvault/sdk/kernel';
import { GraphQLSchema, printSchema } from 'graphql';
import { operationRules } from './operationRules.ts';
import type { RequestContext } from './requestContext.ts';

/** What Apollo runs on: where the supergraph comes from, and where the fetches go. */
export interface ApolloParts {
  readonly manager: SupergraphManager;
  readonly buildService: (subgraph: { name: string; url?: string }) => GraphQLDataSource;
  readonly limits: BaseSettings['limits'];
  readonly log: VaultLog;
}

/** Apollo Server on the gateway. */
export interface Apollo {
  readonly server: ApolloServer<RequestContext>;
  /** The schema that clients see, as SDL. */
  apiSchema(): string;
}

/** Starts Apollo Server on the gateway, with nothing in it that talks to the outside. */
export async function startApollo(parts: ApolloParts): Promise<Apollo> {
  process.env.APOLLO_TELEMETRY_DISABLED = '1'; // read by the constructor, which dials out otherwise
  const gateway = new ApolloGateway({
    supergraphSdl: parts.manager,
    buildService: parts.buildService,
    queryPlannerConfig: { exposeDocumentNodeInFetchNode: true },
    validateSupergraph: false, // composition has just done it
    logger: quiet(parts.log),
  });
  let schema = new GraphQLSchema({});
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const server = await startServer(gateway, parts);
  return { server, apiSchema: () => printSchema(schema) };
}

async function startServer(gateway: ApolloGateway, { limits, log }: ApolloParts) {
  const server = new ApolloServer<RequestContext>({
    gateway,
    logger: quiet(log),
    introspection: true,
    csrfPrevention: false, // no cookie vouches for anybody, a GET changes nothing, a POST has to be JSON
    includeStacktraceInErrorResponses: false,
    maxRecursiveSelections: limits.recursiveSelections,
    parseOptions: { maxTokens: limits.tokens },
    stopOnTerminationSignals: false,
    plugins: [operationRules(limits.errors), ...phoneNowhere()],
  });
  await server.start();
  return server;
}

function phoneNowhere() {
  return [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ];
}

function quiet(log: VaultLog) {
  return {
    debug: (message: string) => log.debug({}, message),
    info: (message: string) => log.debug({}, message),
    warn: (message: string) => log.warn({}, message),
    error: (message: string) => log.error({}, message),
  };
}
