import DataLoader from 'dataloader';
import { isErrorCode, userIdSchema, VaultError } from '@nimbusvault/sdk/kernel';
import type { RequestContext } from '../executor/requestContext.ts';
import type { Subgraph, SubgraphAnswer } from '../executor/execution.ts';
import type { NodeOwners } from '../planner/joinNodes.ts';

const query = 'query($representations:[_Any!]!){_entities(representations:$representations){__typename}}';

/** An object by its type and id, as `_entities` takes it. */
interface Representation {
  readonly __typename: string;
  readonly id: string;
}

/** Finds objects by their id, for one request. */
export interface Lookup {
  /** Returns the object if one of the types has it, null if none has. Throws the error of an owner if the others do not have it. */
  find(id: string, types: readonly string[]): Promise<Representation | null>;
}

/** Asks each owner once for all objects that are looked for at the same time. */
export function openLookup(
  owners: NodeOwners,
  subgraphOf: (name: string) => Subgraph,
  context: RequestContext,
): Lookup {
  const loaders = new Map<string, DataLoader<Representation, boolean, string>>();
  const loaderOf = (name: string) => {
    const loader = loaders.get(name) ?? loaderFor(subgraphOf(name), context);
    loaders.set(name, loader);
    return loader;
  };
  /** A subgraph that only adds fields to a type answers any id: all that say that the type is a Node must have it. */
  const has = async (representation: Representation) => {
    const names = owners.get(representation.__typename) ?? [];
    const answers = await Promise.all(names.map((name) => loaderOf(name).load(representation)));
    return answers.every(Boolean);
  };
  return {
    async find(id, types) {
      if (!isUuid(id)) return null;
      const candidates = types.map((__typename) => ({ __typename, id }));
      const answers = await Promise.allSettled(candidates.map(has));
      const found = candidates[answers.findIndex((answer) => answer.status === 'fulfilled' && answer.value)];
      if (found) return found;
      for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
      return null;
    },
  };
}

/** No other id is unique in the vault. */
function isUuid(id: string): boolean {
  return userIdSchema.safeParse(id).success;
}

function loaderFor(subgraph: Subgraph, context: RequestContext) {
  return new DataLoader<Representation, boolean, string>(
    async (representations) => {
      const body = JSON.stringify({ query, variables: { representations } });
      return answersOf(
        subgraph.name,
        await subgraph.ask({ body, isMutation: false }, context),
        representations.length,
      );
    },
    { cacheKeyFn: ({ __typename, id }) => `${__typename} ${id}`, maxBatchSize: 1_000 },
  );
}

function answersOf(name: string, { data, errors }: SubgraphAnswer, count: number): (boolean | Error)[] {
  const found = data?.['_entities'];
  if (!Array.isArray(found) || found.length !== count) throw failureOf(name, errors[0]);
  return found.map((entity, index) => {
    const error = errors.find(({ path }) => Array.isArray(path) && path[1] === index);
    return error ? failureOf(name, error) : entity !== null;
  });
}

function failureOf(name: string, error: SubgraphAnswer['errors'][number] | undefined): VaultError {
  const { code } = (error?.extensions ?? {}) as { readonly code?: unknown };
  const message = `${name} could not say whether it has the object. Try again.`;
  return new VaultError(isErrorCode(code) ? code : 'SUBREQUEST_MALFORMED_RESPONSE', message);
}
