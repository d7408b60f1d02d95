import { VaultError } from '@nimbusvault/sdk/kernel';
import {
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  valueFromASTUntyped,
  visit,
  type FieldNode,
  type GraphQLField,
  type ValueNode,
} from 'graphql';
import type { Json } from '../operation/json.ts';
import type { ListSize } from './costDirectives.ts';
import type { Term } from './costTerms.ts';

type Field = GraphQLField<unknown, unknown>;

const defaultPageSize = 20;

/** The item list of a Relay connection, found by its shape: no directive is needed. Returns undefined for every other field. */
export function listSizeOfConnection({ type, args }: Field): ListSize | undefined {
  const connection = getNamedType(type);
  if (!connection.name.endsWith('Connection') || !isObjectType(connection)) return undefined;
  const slicingArguments = ['first', 'last'].filter((name) => args.some((each) => each.name === name));
  const fields = connection.getFields();
  const sizedFields = ['edges', 'nodes'].filter((name) => fields[name] && isList(fields[name]));
  if (slicingArguments.length === 0 || sizedFields.length === 0) return undefined;
  return {
    slicingArguments,
    sizedFields,
    assumedSize: defaultPageSize,
    requireOneSlicingArgument: false,
  };
}

export function isList({ type }: Pick<Field, 'type'>): boolean {
  return isListType(getNullableType(type));
}

/** The number of items of a field with these arguments; `assumed` if nothing declares it. Throws BAD_USER_INPUT for values without the one slicing argument that `list` requires. */
export function compileSize(
  list: ListSize,
  { node, field }: { node: FieldNode; field: Field },
  assumed: number,
): Term {
  const { slicingArguments = [], assumedSize = assumed } = list;
  const readers = slicingArguments.map((name) => compileArgument(name, node, field));
  const needsOne = slicingArguments.length > 0 && list.requireOneSlicingArgument !== false;
  const size = (values: Json) => {
    const given = readers.map(({ read }) => read(values)).filter((value) => value != null);
    if (needsOne && given.length !== 1) throw needsOneOf(slicingArguments, field.name);
    const numbers = given.map(Number).filter(Number.isFinite);
    return numbers.length > 0 ? Math.max(0, ...numbers) : assumedSize;
  };
  return needsOne || readers.some(({ varies }) => varies) ? size : size({});
}

function needsOneOf(names: readonly string[], field: string): VaultError {
  return new VaultError('BAD_USER_INPUT', `Pass "${field}" exactly one of: ${names.join(', ')}.`);
}

/** The value of an argument, or its default. */
function compileArgument(name: string, node: FieldNode, { args }: Field) {
  const preset = args.find((argument) => argument.name === name)?.defaultValue;
  const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
  if (!value) return { varies: false, read: () => preset };
  const read = compileValue(value);
  return { varies: read.varies, read: (values: Json) => read.read(values) ?? preset };
}

/** Reads a value of a document; it varies if it contains variables. */
export function compileValue(value: ValueNode): { varies: boolean; read: (values: Json) => unknown } {
  let varies = false;
  visit(value, { Variable: () => void (varies = true) });
  if (varies) return { varies, read: (values) => valueFromASTUntyped(value, values) };
  const fixed: unknown = valueFromASTUntyped(value);
  return { varies, read: () => fixed };
}
