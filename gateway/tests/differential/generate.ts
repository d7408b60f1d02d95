import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import type { Random } from '@nimbusvault/testing';

/** An operation and its variables. */
interface Generated {
  readonly source: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Making {
  readonly schema: GraphQLSchema;
  readonly random: Random;
  readonly fragments: string[];
  readonly variables: Map<string, { readonly type: string; readonly value: unknown }>;
  aliases: number;
}

const deepest = 5;
const needed = ['id', 'sku', 'weight', 'price', 'title'];
const values: Readonly<Record<string, readonly unknown[]>> = {
  Int: [0, 1, 2, 5],
  String: ['USD', 'EUR', 'there'],
  Boolean: [true, false],
  ID: ['user-1', 'product-2', 'nobody'],
};

/** Makes a valid operation: aliases, arguments, variables, conditions, fragments of both kinds, abstract types. */
export function generateOperation(schema: GraphQLSchema, random: Random): Generated {
  const making: Making = { schema, random, fragments: [], variables: new Map(), aliases: 0 };
  const root = schema.getQueryType();
  const selections = root ? selectionsOf(root, making, 0) : '';
  const declared = [...making.variables].map(([name, { type }]) => `$${name}: ${type}`);
  const head = declared.length > 0 ? `query (${declared.join(', ')})` : 'query';
  const variables = Object.fromEntries([...making.variables].map(([name, { value }]) => [name, value]));
  return { source: [`${head} { ${selections} }`, ...making.fragments].join('\n'), variables };
}

function selectionsOf(type: GraphQLCompositeType, making: Making, depth: number): string {
  const { random } = making;
  const count = 1 + Math.floor(random() * (depth === 0 ? 3 : 4));
  const selections = Array.from({ length: count }, () => selectionOf(type, making, depth));
  return [...new Set(selections)].join(' ');
}

function selectionOf(type: GraphQLCompositeType, making: Making, depth: number): string {
  const { random, schema } = making;
  if (random() < 0.1) return '__typename';
  const isSpread = depth > 0 && random() < (isObjectType(type) ? 0.15 : 0.7);
  if (isAbstractType(type) && (isSpread || Object.keys(fieldsOf(type)).length === 0)) {
    const possible = schema.getPossibleTypes(type);
    return fragment(possible[Math.floor(random() * possible.length)] ?? type, making, depth);
  }
  if (isSpread) return fragment(type, making, depth);
  const fields = Object.values(fieldsOf(type)).filter(
    (field) => depth < deepest || !isCompositeType(getNamedType(field.type)),
  );
  const field = fields[Math.floor(random() * fields.length)];
  return field ? fieldOf(field, making, depth) : '__typename';
}

function fieldsOf(type: GraphQLCompositeType): Readonly<Record<string, GraphQLField<unknown, unknown>>> {
  return 'getFields' in type ? type.getFields() : {};
}

function fragment(type: GraphQLCompositeType, making: Making, depth: number): string {
  const inner = `{ ${selectionsOf(type, making, depth)} }`;
  const condition = conditionOf(making);
  if (making.random() < 0.5) return `... on ${type.name} ${condition} ${inner}`;
  const name = `f${making.fragments.length}`;
  making.fragments.push(`fragment ${name} on ${type.name} ${inner}`);
  return `...${name} ${condition}`;
}

/** A separate key for a field that another selection may select differently: with arguments, or selections that would merge. */
function fieldOf(field: GraphQLField<unknown, unknown>, making: Making, depth: number): string {
  const named = getNamedType(field.type);
  const args = field.args.flatMap(({ name, type }) =>
    isNonNullType(type) || making.random() < 0.5 ? [`${name}: ${argument(type, making)}`] : [],
  );
  const needsAlias = field.args.length > 0 || making.random() < 0.15;
  making.aliases += 1;
  const alias = needsAlias ? `${aliasOf(making)}: ` : '';
  const inner = isCompositeType(named) ? ` { ${selectionsOf(named, making, depth + 1)} }` : '';
  return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''} ${conditionOf(making)}${inner}`;
}

/** Sometimes the name of another field, which a plan may need itself. */
function aliasOf({ aliases, random }: Making): string {
  const name = needed[Math.floor(random() * needed.length * 8)];
  return name ?? `a${aliases}`;
}

function argument(type: GraphQLInputType, making: Making): string {
  const { name } = getNamedType(type);
  const options = values[name] ?? [];
  const value = options[Math.floor(making.random() * options.length)];
  if (making.random() < 0.5) return JSON.stringify(value);
  return `$${variable(String(type), value, making)}`;
}

function conditionOf(making: Making): string {
  const { random } = making;
  if (random() > 0.12) return '';
  const word = random() < 0.5 ? 'skip' : 'include';
  const value = random() < 0.5;
  if (random() < 0.3) return `@${word}(if: ${value})`;
  return `@${word}(if: $${variable('Boolean!', value, making)})`;
}

function variable(type: string, value: unknown, { variables }: Making): string {
  const name = `v${variables.size}`;
  variables.set(name, { type, value });
  return name;
}
