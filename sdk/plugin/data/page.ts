import { defaultPageSize, findUnstorable, maxPageSize, VaultError } from '../kernel/index.ts';
import { uuid } from './where.ts';

/** The arguments of a Relay connection, as GraphQL passes them. */
export interface PageArgs {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

/** Some rows of a longer list. `totalCount` queries the database only when it is called. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  cursorOf(row: Row): string;
  totalCount(): Promise<number>;
}

/** A Relay connection over views; GraphQL resolves the other fields by name. */
export interface Connection<View> {
  readonly edges: readonly { readonly cursor: string; readonly node: View }[];
  readonly pageInfo: PageInfo;
  totalCount(): Promise<number>;
}

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Makes a Relay connection of a page; `view` converts each row. */
export function connection<Row, View>(page: Page<Row>, view: (row: Row) => View): Connection<View> {
  const edges = page.rows.map((row) => ({ cursor: page.cursorOf(row), node: view(row) }));
  const { hasNextPage, hasPreviousPage } = page;
  const startCursor = edges.at(0)?.cursor ?? null;
  const endCursor = edges.at(-1)?.cursor ?? null;
  return {
    edges,
    pageInfo: { hasNextPage, hasPreviousPage, startCursor, endCursor },
    totalCount: page.totalCount,
  };
}

/**
 * Returns the validated bounds of a page: at most 100 rows, 20 by default, and cursors that a list sorted by keys of these
 * types (`uuid`, `int`, `Date`, `string`, …, or `Date?` if the column may be null) can have issued.
 */
export function pageBounds(
  args: PageArgs,
  keys: readonly string[],
): { first?: number; last?: number; after?: string; before?: string } {
  const { first, last } = args;
  if (first != null && last != null) refuse('Give either "first" or "last", not both.');
  checkSize('first', first);
  checkSize('last', last);
  const size = last == null ? { first: first ?? defaultPageSize } : { last };
  return { ...size, ...cursor('after', args.after, keys), ...cursor('before', args.before, keys) };
}

function checkSize(name: string, size: number | null | undefined): void {
  if (size == null || (size >= 0 && size <= maxPageSize)) return;
  refuse(`"${name}" must be from 0 to ${maxPageSize}; got ${size}.`);
}

function cursor(
  name: string,
  text: string | null | undefined,
  keys: readonly string[],
): Record<string, string> {
  if (text == null) return {};
  if (isCursor(text, keys)) return { [name]: text };
  return refuse(`"${name}" is not a cursor of this list. Take it from pageInfo or an edge.`);
}

function isCursor(text: string, keys: readonly string[]): boolean {
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return (
      Array.isArray(values) &&
      values.length === keys.length &&
      keys.every((key, at) => isKeyOrNull(values[at], key))
    );
  } catch {
    return false;
  }
}

/** A sort key: the type of its column, with "?" where the column may be null. */
function isKeyOrNull(value: unknown, key: string): boolean {
  if (!key.endsWith('?')) return isKey(value, key);
  return value === null || isKey(value, key.slice(0, -1));
}

/** Strict, because the database would refuse any other value and end the transaction that the other fields read in. */
function isKey(value: unknown, type: string): boolean {
  if (type === 'uuid') return typeof value === 'string' && uuid.test(value);
  if (type === 'int') return Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31;
  if (type === 'Date') return typeof value === 'string' && isInstant(value);
  return typeof value === type && !findUnstorable(value);
}

/** True for a date in JSON's form, within the years 1 to 9999. */
function isInstant(text: string): boolean {
  return instant.test(text) && !text.startsWith('0000') && new Date(text).toISOString() === text;
}

function refuse(message: string): never {
  throw new VaultError('BAD_USER_INPUT', message);
}
