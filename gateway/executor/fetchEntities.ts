import type {
  BatchFetchNode,
  EntityBatchAlias,
  FetchNode,
  FlattenNode,
} from '@graphql-hive/router-query-planner';
import type { Execution, Fetch, FetchNotes, Subgraph, SubgraphAnswer, SubgraphError } from './execution.ts';
import { lostKeysOf, type LostKeys } from '../operation/lostKeys.ts';
import { copyOf, mergeInto } from './merge.ts';
import { compilePlaces, type Place, type Places } from './places.ts';
import { isRecord, type Json } from '../operation/json.ts';
import type { EntityCounts } from './queryPlan.ts';
import { renamedKeys } from './renames.ts';
import { compilePositions, type FindPosition, type Representations } from './positions.ts';
import { compileRepresentation } from './representations.ts';
import { compileRewrites, type Rewrite } from './rewrites.ts';
import { asFailure, errorsOfFailure, malformed, showErrors, type ShownError } from './subgraphErrors.ts';
import type { Subtypes } from '../operation/subtypes.ts';
import { compileVariables } from './variables.ts';

/** One `_entities` field of a request: the entities that it fetches, and where their values go. */
interface Batch {
  readonly alias: string;
  readonly variable: string;
  readonly places: readonly Places[];
  readonly findPositions: (representations: Representations) => FindPosition;
  readonly rewrite: Rewrite;
  readonly names: ReadonlyMap<string, string>;
}

/** An object that waits for the entity at a position of its batch. */
interface Target {
  readonly object: Json;
  readonly position: number;
  /** The index of its place among the batch's places. */
  readonly place: number;
}

interface Waiting {
  readonly batch: Batch;
  readonly targets: readonly Target[];
  readonly representations: Representations;
}

/** A fetch of a plan as a batch of one: the entities at one place. */
export function asBatchFetch({ path, node }: FlattenNode & { node: FetchNode }): BatchFetchNode {
  const { requires = [], inputRewrites, outputRewrites, ...fetch } = node;
  const alias = {
    alias: '_entities',
    representationsVariableName: 'representations',
    paths: [path],
    requires,
  };
  const aliases = [{ ...alias, inputRewrites, outputRewrites } as EntityBatchAlias];
  return { ...fetch, kind: 'BatchFetch', entityBatch: { aliases } };
}

/** Compiles a fetch of entities. It never throws: a failed field is null, with one error for each lost field. */
export function compileEntityFetch(node: BatchFetchNode, subgraph: Subgraph, subtypes: Subtypes): Fetch {
  const { operation } = node;
  const batches = node.entityBatch.aliases.map((alias) => compileBatch(alias, subtypes));
  const lost = lostKeysOf(operation, subtypes);
  const writeVariables = compileVariables(node.variableUsages);
  const lead = `{"query":${JSON.stringify(operation)},"variables":{`;

  async function fetch(
    execution: Execution,
    waiting: readonly Waiting[],
    shown: ShownError[],
  ): Promise<void> {
    const { context } = execution;
    const places = () => waiting.flatMap((each) => lostPlaces(each, execution, lost));
    try {
      const variables = [representationsOf(waiting), writeVariables(execution.variables)].filter(Boolean);
      const body = `${lead}${variables.join(',')}}}`;
      const { data, errors } = await subgraph.ask({ body, isMutation: false }, context);
      if (data && !fits(data, waiting, errors)) throw malformed(subgraph.name);
      if (errors.length > 0) {
        const locate = (path: Place) => locateError(path, waiting, execution);
        shown.push(...showErrors(subgraph, errors, { context, lost: places, locate }));
      }
      if (data) for (const each of waiting) deliver(each, { data, errors }, execution);
    } catch (error) {
      shown.push(...errorsOfFailure(subgraph.name, asFailure(subgraph.name, error, context), places()));
    }
  }

  return (execution, { errors, count }: FetchNotes = execution) => {
    const waiting = gather(batches, execution);
    count?.(countsOf(waiting));
    return waiting.some(({ targets }) => targets.length > 0) ? fetch(execution, waiting, errors) : undefined;
  };
}

function compileBatch(alias: EntityBatchAlias, subtypes: Subtypes): Batch {
  const { requires, inputRewrites, outputRewrites = [], paths } = alias;
  return {
    alias: alias.alias,
    variable: alias.representationsVariableName,
    places: paths.map((path) => compilePlaces(path, subtypes)),
    findPositions: compilePositions(requires, compileRepresentation(requires, inputRewrites, subtypes)),
    rewrite: compileRewrites(outputRewrites, subtypes),
    names: renamedKeys(outputRewrites),
  };
}

function gather(batches: readonly Batch[], { data, sharing }: Execution): readonly Waiting[] {
  const byVariable = new Map<string, Representations>();
  return batches.map((batch) => {
    const representations = byVariable.get(batch.variable) ?? { positions: new Map(), types: [] };
    byVariable.set(batch.variable, representations);
    const find = batch.findPositions(representations);
    const targets: Target[] = [];
    for (const [place, places] of batch.places.entries())
      for (const object of places.find(data, sharing)) {
        const position = find(object);
        if (position !== undefined) targets.push({ object, position, place });
      }
    return { batch, targets, representations };
  });
}

function countsOf(waiting: readonly Waiting[]): EntityCounts {
  const asked = new Set(waiting.map(({ representations }) => representations.positions));
  return {
    entities: waiting.flatMap(({ targets }) => targets).length,
    representations: [...asked].flatMap((positions) => [...positions.keys()]).length,
  };
}

function representationsOf(waiting: readonly Waiting[]): string {
  const texts = new Map(
    waiting.map(({ batch, representations }) => [
      batch.variable,
      [...representations.positions.keys()].join(','),
    ]),
  );
  return [...texts].map(([variable, list]) => `${JSON.stringify(variable)}:[${list}]`).join(',');
}

function fits(data: Json, waiting: readonly Waiting[], errors: readonly SubgraphError[]): boolean {
  return waiting.every(({ batch, representations }) => {
    const found = data[batch.alias];
    if (found === null || found === undefined) return errors.length > 0;
    const isList = Array.isArray(found) && found.length === representations.positions.size;
    return isList && found.every((item) => item === null || isRecord(item));
  });
}

/** An entity is merged into its first place, and copied into the others: later fetches may change the places differently. */
interface Delivery {
  readonly entity: Json;
  readonly nests: boolean;
  owner: number | undefined;
}

function deliver({ batch, targets }: Waiting, { data, errors }: SubgraphAnswer, execution: Execution): void {
  const found = data?.[batch.alias];
  if (!Array.isArray(found)) return;
  const deliveries = (found as (Json | null)[]).map((entity) => entity && deliveryOf(entity, batch));
  const failed = new Set(errors.map(({ path }) => (Array.isArray(path) ? path.slice(0, 2).join('/') : '')));
  for (const { object, position, place } of targets) {
    const delivery = deliveries[position];
    if (delivery) hand(delivery, { object, place }, execution);
    else if (!failed.has(`${batch.alias}/${position}`)) execution.gone.add(object);
  }
}

function deliveryOf(entity: Json, { rewrite }: Batch): Delivery {
  rewrite(entity);
  const nests = Object.values(entity).some((value) => typeof value === 'object' && value !== null);
  return { entity, nests, owner: undefined };
}

function hand(
  delivery: Delivery,
  { object, place }: Pick<Target, 'object' | 'place'>,
  execution: Execution,
): void {
  const { entity, nests, owner } = delivery;
  if (owner === place && nests) execution.sharing = true;
  delivery.owner ??= place;
  mergeInto(object, delivery.owner === place || !nests ? entity : copyOf(entity));
}

function lostPlaces(
  { batch, targets, representations }: Waiting,
  execution: Execution,
  lost: LostKeys,
): Place[] {
  const located = batch.places.map((places) => places.locate(execution.data));
  return targets.flatMap(({ object, place, position }) => {
    const keys = lost.ofEntity(batch.alias, representations.types[position] ?? '');
    const seen = located[place]?.get(object) ?? [];
    return seen.flatMap((at) => keys.map((key) => [...at, batch.names.get(key) ?? key]));
  });
}

/** The client's paths for a path of the subgraph's answer: one for each object that waits for that entity. */
function locateError(
  [alias, position, ...rest]: Place,
  waiting: readonly Waiting[],
  { data }: Execution,
): Place[] {
  const found = waiting.find(({ batch }) => batch.alias === alias);
  if (!found || typeof position !== 'number') return [];
  const { batch, targets } = found;
  const inner = rest.map((part) => batch.names.get(String(part)) ?? part);
  const located = batch.places.map((places) => places.locate(data));
  return targets
    .filter((target) => target.position === position)
    .flatMap(({ object, place }) => located[place]?.get(object) ?? [])
    .map((at) => [...at, ...inner]);
}
