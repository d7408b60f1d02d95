import {
  buildASTSchema,
  execute,
  type GraphQLError,
  Kind,
  parse,
  type DocumentNode,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { RequestContext } from '../executor/requestContext.ts';
import type { Subgraph, SubgraphError } from '../executor/execution.ts';
import { createRecent } from '../memory/recent.ts';
import type { Json } from '../operation/json.ts';
import { gatewayItself, type NodeOwners } from '../planner/joinNodes.ts';
import { openLookup, type Lookup } from './lookup.ts';

const room = { values: 1_000, characters: 1_000_000 };
const mostIds = 100;

interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The gateway as a subgraph: it answers `node` and `nodes`, by asking the owners of the types that are selected, and then all others. */
export function nodesSubgraph(owners: NodeOwners, subgraphOf: (name: string) => Subgraph): Subgraph {
  const schema = schemaOf([...owners.keys()]);
  const documents = createRecent<DocumentNode>(room);
  const documentOf = (query: string) => {
    const known = documents.get(query);
    if (known) return known;
    const document = parse(query, { noLocation: true });
    documents.set(query, document);
    return document;
  };
  return {
    name: gatewayItself,
    policy: { showsErrors: false },
    async ask({ body }, context: RequestContext) {
      const { query, variables } = JSON.parse(body) as Asked;
      const lookup = openLookup(owners, subgraphOf, context);
      const { data, errors = [] } = await execute({
        schema,
        document: documentOf(query),
        rootValue: rootOf(lookup, owners),
        variableValues: variables,
      });
      return { data: (data as Json | null | undefined) ?? null, errors: errors.map(asSubgraphError) };
    },
  };
}

function schemaOf(types: readonly string[]): GraphQLSchema {
  const sdl = `
    type Query { node(id: ID!): Node nodes(ids: [ID!]!): [Node] }
    interface Node { id: ID! }
    ${types.map((type) => `type ${type} implements Node { id: ID! }`).join('\n')}`;
  return buildASTSchema(parse(sdl, { noLocation: true }), { assumeValid: true });
}

type RootField<Args> = (args: Args, context: unknown, info: GraphQLResolveInfo) => Promise<unknown>;

interface Root {
  readonly node: RootField<{ readonly id: string }>;
  readonly nodes: RootField<{ readonly ids: readonly string[] }>;
}

function rootOf(lookup: Lookup, owners: NodeOwners): Root {
  const find = async (id: string, named: readonly string[]) => {
    const others = [...owners.keys()].filter((type) => !named.includes(type));
    return (await lookup.find(id, named)) ?? (await lookup.find(id, others));
  };
  return {
    node: ({ id }, _, info) => find(id, namedIn(info, owners)),
    async nodes({ ids }, _, info) {
      if (ids.length > mostIds)
        throw new VaultError(
          'BAD_USER_INPUT',
          `nodes takes at most ${mostIds} ids; got ${ids.length}. Send several requests.`,
        );
      return ids.map((id) => find(id, namedIn(info, owners)));
    },
  };
}

/** The types that the selection has conditions on. */
function namedIn({ fieldNodes, fragments }: GraphQLResolveInfo, owners: NodeOwners): readonly string[] {
  const named = new Set<string>();
  const read = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) continue;
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments[selection.name.value] : selection;
      const type = fragment?.typeCondition?.name.value;
      if (type && owners.has(type)) named.add(type);
      if (fragment) read(fragment.selectionSet);
    }
  };
  for (const { selectionSet } of fieldNodes) if (selectionSet) read(selectionSet);
  return [...named];
}

function asSubgraphError({ message, path, originalError }: GraphQLError): SubgraphError {
  const code = originalError instanceof VaultError ? originalError.code : undefined;
  return { message, path, extensions: { code } };
}
