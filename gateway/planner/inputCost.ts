import {
  getNamedType,
  isInputObjectType,
  type ArgumentNode,
  type GraphQLArgument,
  type GraphQLInputType,
  type GraphQLNamedInputType,
} from 'graphql';
import { isRecord } from '../operation/json.ts';
import type { Term } from './costTerms.ts';
import { compileValue } from './listSizes.ts';

type Weights = ReadonlyMap<string, number>;

/** The cost of an argument's value: 1 for each input object in it and nothing for the rest, unless `@cost` sets it. */
export function compileInput(
  { value }: ArgumentNode,
  { type, coordinate }: Pick<GraphQLArgument, 'type'> & { readonly coordinate: string },
  weights: Weights,
): Term {
  const named: GraphQLNamedInputType = getNamedType(type);
  const weight = weights.get(coordinate) ?? weights.get(named.name);
  if (!isInputObjectType(named) && weight === undefined) return 0;
  const { varies, read } = compileValue(value);
  if (!varies) return weigh(read({}), { type: named, weight }, weights);
  return (values) => weigh(read(values), { type: named, weight }, weights);
}

interface Weighed {
  readonly type: GraphQLNamedInputType;
  readonly weight: number | undefined;
}

function weigh(value: unknown, as: Weighed, weights: Weights): number {
  if (value === null || value === undefined) return 0;
  if (Array.isArray(value)) return value.reduce<number>((all, item) => all + weigh(item, as, weights), 0);
  const { type, weight } = as;
  if (!isInputObjectType(type) || !isRecord(value)) return weight ?? 0;
  return Object.values(type.getFields()).reduce((all, field) => {
    const inner = weightOf(`${type.name}.${field.name}`, field.type, weights);
    return all + weigh(value[field.name], inner, weights);
  }, weight ?? 1);
}

function weightOf(coordinate: string, type: GraphQLInputType, weights: Weights): Weighed {
  const named: GraphQLNamedInputType = getNamedType(type);
  return { type: named, weight: weights.get(coordinate) ?? weights.get(named.name) };
}
