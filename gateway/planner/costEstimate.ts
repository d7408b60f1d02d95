import {
  getNamedType,
  isCompositeType,
  isLeafType,
  isObjectType,
  OperationTypeNode,
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Json } from '../operation/json.ts';
import { fragmentsOf } from '../operation/lostKeys.ts';
import { fragmentOf, type Fragments } from '../operation/selection.ts';
import type { CostDirectives, ListSize } from './costDirectives.ts';
import { largest, sum, times, valueOf, type Term } from './costTerms.ts';
import { compileInput } from './inputCost.ts';
import { compileSize, isList, listSizeOfConnection } from './listSizes.ts';

const mutationCost = 10;

/** The inputs of estimates; `listSize` is the assumed length of a list of unknown length. */
interface CostSite {
  readonly schema: GraphQLSchema;
  readonly costs: CostDirectives;
  readonly listSize: number;
}

/** The cost that an operation may have with these variables, coerced. Throws BAD_USER_INPUT if a required slicing argument is missing. */
export type Estimate = (values: Json) => number;

/** The length of some fields of an object, set by an argument of the object's own field. */
interface Sizing {
  readonly fields: readonly string[];
  readonly size: Term;
}

/** The context of selections: their type, and the lists among them that the parent field sizes. */
interface Spot {
  readonly type: GraphQLNamedType | undefined;
  readonly sizing: Sizing | undefined;
}

interface Asked {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly coordinate: string;
  readonly list: ListSize | undefined;
}

/**
 * Compiles the static cost of an operation that is valid, as the cost specification of IBM has it. Fields within a
 * fragment are measured once, however often it is spread.
 */
export function compileEstimate(
  site: CostSite,
  { document, operation }: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode },
): Estimate {
  const type = site.schema.getRootType(operation.operation) ?? undefined;
  const selections = new Estimator(site, fragmentsOf(document)).set(operation.selectionSet, {
    type,
    sizing: undefined,
  });
  const base = operation.operation === OperationTypeNode.MUTATION ? mutationCost : 0;
  const cost = sum([base, selections]);
  return (values) => Math.ceil(valueOf(cost, values));
}

class Estimator {
  readonly #site: CostSite;
  readonly #fragments: Fragments;
  readonly #items = new Map<FieldNode, { readonly item: Term; readonly size: Term }>();
  readonly #sets = new Map<SelectionSetNode, Map<Sizing | undefined, Term>>();

  constructor(site: CostSite, fragments: Fragments) {
    this.#site = site;
    this.#fragments = fragments;
  }

  /** An object has one type: of the selections on several types the most expensive counts. */
  set(set: SelectionSetNode | undefined, spot: Spot): Term {
    if (!set || !isCompositeType(spot.type)) return 0;
    const known = this.#sets.get(set)?.get(spot.sizing);
    if (known !== undefined) return known;
    const byType = Map.groupBy(set.selections, (selection) => this.#exclusiveType(selection, spot.type));
    const costs = [...byType].map(
      ([type, selections]) => [type, sum(selections.map((each) => this.#selection(each, spot)))] as const,
    );
    const common = costs.filter(([type]) => type === undefined).map(([, cost]) => cost);
    const ofOneType = costs.filter(([type]) => type !== undefined).map(([, cost]) => cost);
    const cost = sum([...common, largest(ofOneType)]);
    this.#sets.set(set, (this.#sets.get(set) ?? new Map<Sizing | undefined, Term>()).set(spot.sizing, cost));
    return cost;
  }

  #exclusiveType(selection: SelectionNode, parent: Spot['type']): string | undefined {
    if (selection.kind === Kind.FIELD || isObjectType(parent)) return undefined;
    const type = this.#typeOf(selection, parent);
    return isObjectType(type) ? type.name : undefined;
  }

  #typeOf(selection: Exclude<SelectionNode, FieldNode>, parent: Spot['type']) {
    const condition = fragmentOf(this.#fragments, selection)?.typeCondition?.name.value;
    return condition === undefined ? parent : this.#site.schema.getType(condition);
  }

  #selection(selection: SelectionNode, spot: Spot): Term {
    const cost =
      selection.kind === Kind.FIELD
        ? this.#field(selection, spot)
        : this.set(fragmentOf(this.#fragments, selection)?.selectionSet, {
            ...spot,
            type: this.#typeOf(selection, spot.type),
          });
    return whereAsked(selection.directives, cost);
  }

  /** Introspection costs no subgraph anything. */
  #field(node: FieldNode, { type, sizing }: Spot): Term {
    const name = node.name.value;
    const field = type && 'getFields' in type ? type.getFields()[name] : undefined;
    if (!type || !field || name.startsWith('__') || !('args' in field)) return 0;
    const coordinate = `${type.name}.${name}`;
    const list = this.#site.costs.lists.get(coordinate) ?? listSizeOfConnection(field);
    const asked = { node, field, coordinate, list };
    const known = this.#items.get(node) ?? this.#measure(asked);
    this.#items.set(node, known);
    const size = sizing?.fields.includes(name) ? sizing.size : known.size;
    return sum([isList(field) ? times(size, known.item) : known.item, this.#arguments(asked)]);
  }

  /** The cost of one item of a field, times the number of its items or of its sized fields. */
  #measure({ node, field, coordinate, list }: Asked) {
    const { costs, listSize } = this.#site;
    const type = getNamedType(field.type);
    const own = costs.weights.get(coordinate) ?? costs.weights.get(type.name) ?? (isLeafType(type) ? 0 : 1);
    const size = list ? compileSize(list, { node, field }, listSize) : listSize;
    const sizing = list?.sizedFields?.length ? { fields: list.sizedFields, size } : undefined;
    return { item: sum([own, this.set(node.selectionSet, { type, sizing })]), size };
  }

  #arguments({ node, field, coordinate }: Asked): Term {
    const costs = (node.arguments ?? []).map((argument) => {
      const name = argument.name.value;
      const declared = field.args.find((each) => each.name === name);
      const place = declared && { type: declared.type, coordinate: `${coordinate}(${name}:)` };
      return place ? compileInput(argument, place, this.#site.costs.weights) : 0;
    });
    return sum(costs);
  }
}

/** Zero if the field is skipped, or not included. */
function whereAsked(directives: readonly DirectiveNode[] | undefined, cost: Term): Term {
  if (!directives?.length || cost === 0) return cost;
  return directives.reduce<Term>((inner, directive) => {
    const isSkip = directive.name.value === 'skip';
    if (!isSkip && directive.name.value !== 'include') return inner;
    const condition = directive.arguments?.find(({ name }) => name.value === 'if')?.value;
    if (condition?.kind === Kind.BOOLEAN) return condition.value === isSkip ? 0 : inner;
    if (condition?.kind !== Kind.VARIABLE) return inner;
    const variable = condition.name.value;
    return (values) => ((values[variable] === true) === isSkip ? 0 : valueOf(inner, values));
  }, cost);
}
