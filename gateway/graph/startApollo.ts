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
import { createServedGraph, type ServedGraph, type ServedGraphParts } from './servedGraph.ts';
import { keepResult } from './apolloResult.ts';
import { formatError, operationRules } from './operationRules.ts';
import type { RequestContext } from '../executor/requestContext.ts';

/** The dependencies of Apollo Server: the source of the supergraph, and the destination of the fetches. */
interface ApolloParts extends ServedGraphParts {
  readonly limits: BaseSettings['limits'];
}

/** Apollo Server on the gateway. */
interface Apollo {
  readonly server: ApolloServer<RequestContext>;
  readonly answerKnown: ServedGraph['answerKnown'];
  readonly ask: ServedGraph['ask'];
  /** The schema that clients see, as SDL. */
  apiSchema(): string;
}

/** Starts Apollo Server on our executor, without any feature that connects to the outside. */
export async function startApollo(parts: ApolloParts): Promise<Apollo> {
  const { limits, log } = parts;
  const { gateway, answerKnown, ask } = createServedGraph(parts);
  let schema = new GraphQLSchema({});
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => {
    schema = apiSchema;
  });
  const server = new ApolloServer<RequestContext>({
    gateway,
    logger: quiet(log),
    introspection: true,
    csrfPrevention: false, // cookies do not authenticate, a GET changes nothing, a POST has to be JSON
    includeStacktraceInErrorResponses: false,
    formatError,
    stringifyResult: keepResult,
    dangerouslyDisableValidation: true, // a generation checks documents, off the main thread
    persistedQueries: false, // requests with a hash get the text of their document before Apollo Server
    documentStore: null, // the generation stores the parsed documents
    parseOptions: { maxTokens: limits.tokens },
    stopOnTerminationSignals: false,
    plugins: [operationRules(), ...phoneNowhere()],
  });
  await server.start();
  return { server, answerKnown, ask, apiSchema: () => printSchema(schema) };
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
