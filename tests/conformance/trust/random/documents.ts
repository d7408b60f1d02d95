import fc from 'fast-check';
import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';

type Draw = fc.GeneratorValue;

const deepest = 5;
const texts = [
  '',
  'a',
  '\0',
  "' OR 1=1 --",
  '🦊',
  '../x',
  'a'.repeat(300),
  '00000000-0000-4000-8000-00000000dead',
];
const numbers = [0, 1, -1, 7, 100, 101, 2 ** 31 - 1, -(2 ** 31)];

/** Documents that are mostly valid for the schema. */
export function validDocuments(schema: GraphQLSchema): fc.Arbitrary<string> {
  const roots = [schema.getQueryType(), schema.getMutationType()].filter((type) => type != null);
  return fc.gen().map((draw) => {
    const [root] = someOf(roots, { draw, depth: 0 }, { minLength: 1, maxLength: 1 });
    if (!root) return '{ __typename }';
    return `${root === roots[0] ? 'query' : 'mutation'} ${selectionOf(root, schema, { draw, depth: 0 })}`;
  });
}

/** Documents with some of their characters removed, doubled, or replaced by noise. */
export function brokenDocuments(schema: GraphQLSchema): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(400),
    gone: fc.nat(12),
    noise: fc.string({ maxLength: 8, unit: 'binary' }),
  });
  return fc
    .tuple(validDocuments(schema), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([document, edits]) =>
      edits.reduce((text, { at, gone, noise }) => spoil(text, { at, gone, noise }), document),
    );
}

function spoil(text: string, { at, gone, noise }: { at: number; gone: number; noise: string }): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + noise + text.slice(place + gone);
}

interface Place {
  readonly draw: Draw;
  readonly depth: number;
}

/** By name: fast-check compares the values that it draws from, and a schema refers to itself. */
function someOf<Named extends { readonly name: string }>(
  all: readonly Named[],
  { draw }: Place,
  size: fc.SubarrayConstraints,
): readonly Named[] {
  const names = all.map(({ name }) => name);
  const atMost = Math.min(size.maxLength ?? names.length, names.length);
  const drawn = draw(fc.subarray, names, { ...size, maxLength: atMost });
  return all.filter(({ name }) => drawn.includes(name));
}

function selectionOf(type: GraphQLCompositeType, schema: GraphQLSchema, place: Place): string {
  if (isAbstractType(type)) return partsOf(schema.getPossibleTypes(type), schema, place);
  const fields = Object.values((type as GraphQLObjectType).getFields());
  const open = fields.filter((field) => place.depth < deepest || !isComposite(field));
  const some = someOf(open, place, { maxLength: place.depth === 0 ? 3 : 4 });
  const asked = some.map((field, n) => `f${n}: ${fieldOf(field, schema, place)}`);
  return `{ __typename ${asked.join(' ')} }`;
}

function partsOf(members: readonly GraphQLObjectType[], schema: GraphQLSchema, place: Place): string {
  const some = someOf(members, place, { maxLength: 1 });
  const parts = some.map((member) => `... on ${member.name} ${selectionOf(member, schema, place)}`);
  return `{ __typename ${parts.join(' ')} }`;
}

function fieldOf(
  field: GraphQLField<unknown, unknown>,
  schema: GraphQLSchema,
  { draw, depth }: Place,
): string {
  const values = field.args
    .filter((arg) => isNonNullType(arg.type) || draw(fc.boolean))
    .map((arg) => argument(arg, draw));
  const args = values.length > 0 ? `(${values.join(', ')})` : '';
  const type = getNamedType(field.type);
  if (!isComposite(field)) return `${field.name}${args}`;
  return `${field.name}${args} ${selectionOf(type as GraphQLCompositeType, schema, { draw, depth: depth + 1 })}`;
}

function isComposite({ type }: GraphQLField<unknown, unknown>): boolean {
  const named = getNamedType(type);
  return isObjectType(named) || isAbstractType(named);
}

function argument({ name, type }: Pick<GraphQLArgument, 'name' | 'type'>, draw: Draw): string {
  return `${name}: ${valueOf(type, draw)}`;
}

function valueOf(type: GraphQLInputType, draw: Draw): string {
  if (isNonNullType(type)) return valueOf(type.ofType, draw);
  if (isListType(type)) return `[${valueOf(type.ofType, draw)}]`;
  if (isInputObjectType(type)) {
    const given = Object.values(type.getFields()).filter(
      (field) => isNonNullType(field.type) || draw(fc.boolean),
    );
    return `{ ${given.map((field) => argument(field, draw)).join(', ')} }`;
  }
  if (isEnumType(type)) return draw(fc.constantFrom, ...type.getValues().map(({ name }) => name));
  if (type.name === 'Int') return String(draw(fc.constantFrom, ...numbers));
  if (type.name === 'Boolean') return String(draw(fc.boolean));
  return JSON.stringify(draw(fc.constantFrom, ...texts));
}
