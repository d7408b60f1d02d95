import { VaultError } from '@nimbusvault/sdk/kernel';
import { compare } from './order.ts';
import type { Row } from './layer.ts';

type Test = (value: unknown, operand: unknown) => boolean;

const isKnown = (value: unknown) => value !== null && value !== undefined;
const compared =
  (holds: (order: number) => boolean): Test =>
  (value, operand) =>
    isKnown(value) && isKnown(operand) && holds(compare(value, operand));
const equals: Test = compared((order) => order === 0);

/** The queries that the primitives and MikroORM's cursors send to a database. As in SQL, a comparison with null never matches. */
const tests: Readonly<Record<string, Test>> = {
  $eq: (value, operand) => (isKnown(operand) ? equals(value, operand) : !isKnown(value)),
  $ne: (value, operand) => isKnown(value) && !(isKnown(operand) && equals(value, operand)),
  $in: (value, operand) => (operand as unknown[]).some((item) => equals(value, item)),
  $gt: compared((order) => order > 0),
  $gte: compared((order) => order >= 0),
  $lt: compared((order) => order < 0),
  $lte: compared((order) => order <= 0),
  $like: (value, operand) => typeof value === 'string' && likePattern(String(operand)).test(value),
};

/** Returns the predicate of a condition as MikroORM passes it to its driver. */
export function fitting(where: object): (row: Row) => boolean {
  const parts = Object.entries(where).map(([key, operand]) => partOf(key, operand));
  return (row) => parts.every((fits) => fits(row));
}

function partOf(key: string, operand: unknown): (row: Row) => boolean {
  if (key !== '$and' && key !== '$or') {
    const tested = testsOf(operand);
    return (row) => tested.every(([test, value]) => test(row[key], value));
  }
  const parts = (operand as object[]).map(fitting);
  if (key === '$and') return (row) => parts.every((fits) => fits(row));
  return (row) => parts.some((fits) => fits(row));
}

function testsOf(operand: unknown): readonly (readonly [Test, unknown])[] {
  if (Array.isArray(operand)) return [[testOf('$in'), operand]];
  const isValue = operand === null || typeof operand !== 'object' || operand instanceof Date;
  if (isValue) return [[testOf('$eq'), operand]];
  return Object.entries(operand).map(([name, value]) => [testOf(name), value]);
}

function testOf(name: string): Test {
  const test = tests[name];
  if (test) return test;
  throw new VaultError(
    'BAD_USER_INPUT',
    `Rows in memory cannot be searched by "${name}". Test this with startPlugin, on a real database.`,
  );
}

/** A pattern of SQL as a regular expression: `%` and `_` are wildcards, `\` takes the next character literally. */
function likePattern(pattern: string): RegExp {
  const parts = [...pattern.matchAll(/\\(.)|[^\\]/gsu)].map(([part, literal]) => {
    if (part === '%') return '.*';
    return part === '_' ? '.' : RegExp.escape(literal ?? part);
  });
  return new RegExp(`^${parts.join('')}$`, 'su');
}
