import { buildSubgraphSchema } from '@apollo/subgraph';
import { composeSupergraph } from '@nimbusvault/graph';
import { graphql, graphqlSync, parse, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { RequestContext } from '../../executor/requestContext.ts';
import { createPlanTrace } from '../../executor/planTrace.ts';
import type { Subgraph } from '../../executor/execution.ts';
import { forwardingPolicy } from '../../subgraphs/subgraphPolicy.ts';
import { openGeneration, type Generation } from '../../graph/generation.ts';
import { aloneLimits } from '../../startGatewayAlone.ts';
import type { Json } from '../../operation/json.ts';
import { sdls } from './sdl.ts';
import type { Thing, World } from './world.ts';

/** The gateway's executor over subgraphs in this process, and one schema that resolves everything itself. */
interface Differential {
  readonly generation: Generation;
  askAll(source: string, variables: Json): Promise<{ readonly graph: Json; readonly monolith: Json }>;
  /** All later operations are about this world. */
  enter(world: World): void;
}

/** Opens both. A subgraph knows only its own fields of an entity, and the fields of its representation; every second query is traced. */
export async function openDifferential(): Promise<Differential> {
  let isTraced = false;
  let world: World = { root: {}, things: new Map() };
  const schemas = new Map(
    Object.entries(sdls).map(([name, sdl]) => [name, subgraphSchema(sdl, () => world)] as const),
  );
  const subgraphs = Object.entries(sdls).map(([name, sdl]) => ({ name, sdl, url: `http://${name}.test/` }));
  const { supergraphSdl = '', refusals } = composeSupergraph(subgraphs, []);
  if (refusals.length > 0) throw new Error(JSON.stringify(refusals));
  const supergraph = { supergraphSdl, resolvesNodes: false, limits: aloneLimits };
  const generation = await openGeneration(supergraph, (name) => ({
    name,
    policy: forwardingPolicy,
    release() {},
    ask: asked(schemas.get(name) as GraphQLSchema, () => world),
  }));
  return {
    generation,
    enter: (next) => {
      world = next;
    },
    async askAll(source, variables) {
      const { apiSchema: schema } = generation;
      const document = parse(source);
      const operation = document.definitions.find((each) => each.kind === 'OperationDefinition');
      if (!operation) throw new Error(`No operation: ${source}`);
      const valid = { source, operationName: null, document, operation };
      isTraced = !isTraced;
      const trace = isTraced ? createPlanTrace() : undefined;
      const graph = await generation.answer(valid, { variables, context: { ...context, trace } });
      trace?.read();
      const monolith = graphqlSync({ schema, source, rootValue: world.root, variableValues: variables });
      return {
        graph: JSON.parse(JSON.stringify(graph)) as Json,
        monolith: JSON.parse(JSON.stringify(monolith)) as Json,
      };
    },
  };
}

const silent = () => {};
const context = {
  tenant: { org: 'acme', userId: null, roles: [] },
  requestId: 'differential',
  seesSchema: true,
  log: { debug: silent, info: silent, warn: silent, error: silent },
} as unknown as RequestContext;

function asked(schema: GraphQLSchema, world: () => World): Subgraph['ask'] {
  return async ({ body }) => {
    const { query, variables } = JSON.parse(body) as { query: string; variables: Json };
    const answer = await graphql({
      schema,
      source: query,
      variableValues: variables,
      rootValue: world().root,
    });
    const { data = null, errors = [] } = JSON.parse(JSON.stringify(answer)) as {
      data?: Json | null;
      errors?: Json[];
    };
    return { data, errors };
  };
}

function subgraphSchema(sdl: string, world: () => World): GraphQLSchema {
  const typeDefs = parse(sdl);
  const bare = buildSubgraphSchema([{ typeDefs }]);
  const entities = Object.values(bare.getTypeMap()).filter((type) =>
    type.astNode?.directives?.some(({ name }) => name.value === 'key'),
  ) as GraphQLObjectType[];
  const resolvers = Object.fromEntries(
    entities.map((type) => [type.name, { __resolveReference: (told: Json) => known(type, told, world()) }]),
  );
  return buildSubgraphSchema([{ typeDefs, resolvers }]);
}

function known(type: GraphQLObjectType, told: Json, { things }: World): Json | null {
  const thing = [...things.values()].find(
    (each) => each.__typename === type.name && (told.id ? each.id === told.id : each.sku === told.sku),
  );
  return thing ? { ...ownPart(type, thing), ...told } : null;
}

function ownPart(type: GraphQLObjectType, thing: Thing): Json {
  const own = Object.values(type.getFields()).filter(
    ({ astNode }) => !astNode?.directives?.some(({ name }) => name.value === 'external'),
  );
  return Object.fromEntries(own.map(({ name }) => [name, thing[name]]));
}
