import type { EntityClass } from '@mikro-orm/core';
import {
  matchEnd,
  matchStart,
  VaultError,
  type HostedVault,
  type SearchHost,
  type Vault,
  type WordMatch,
} from '../kernel/index.ts';
import { pageBounds, type PageArgs } from './page.ts';
import { searchedOf, type SearchText } from './searchable.ts';
import type { TenantRow } from './tenantColumns.ts';
import { uuid, type Where } from './where.ts';
import { parseWords } from './words.ts';

/** The first matches, or those after a cursor. */
interface SearchArgs<Row> extends Pick<PageArgs, 'first' | 'after'> {
  readonly where?: Where<Omit<Row, 'searchText'>>;
}

/** A part of the text around a match: text alone, never markup. */
export interface HighlightPart {
  readonly text: string;
  readonly isMatch: boolean;
}

/** A row with the words, and why. A higher rank is a better match; ranks of different queries cannot be compared. */
export interface Match<Row> {
  readonly row: Row;
  readonly rank: number;
  readonly highlight: readonly HighlightPart[];
}

/** Some matches of a search, the best first. */
export interface Matches<Row> {
  readonly matches: readonly Match<Row>[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  cursorOf(match: Match<Row>): string;
}

/** The ninth primitive, of searchable entities. */
interface SearchService<Row extends TenantRow> {
  /**
   * Finds rows by words as people type them: all of them, or `or`, `"a phrase"`, `-without`. Of more than 10,000 rows with the words, the
   * newest are ranked. Throws BAD_USER_INPUT for a text of more than 1,000 characters or 32 words.
   */
  search(text: string, args: SearchArgs<Row>, vault: Vault): Promise<Matches<Row>>;
}

/** `search` for a row whose `searchable` names text properties of it alone; a sentence for the compiler to show otherwise. */
export type Searching<Row extends TenantRow> = 'searchText' extends keyof Row
  ? [FieldsOf<Row>] extends [TextOf<Row>]
    ? SearchService<Row>
    : { readonly search: `"${Exclude<FieldsOf<Row>, TextOf<Row>>}" is not a text property of this entity` }
  : unknown;

type FieldsOf<Row> = Row extends { searchText?: SearchText<infer Fields> | null } ? Fields : never;

type TextOf<Row> = {
  [Key in keyof Row & string]-?: NonNullable<Row[Key]> extends string ? Key : never;
}[keyof Row & string];

type FilterOf<Row extends TenantRow> = (entity: EntityClass<Row>, where: Where<Row>, vault: Vault) => object;

/** The search of an entity's service; nothing for an entity that is not searchable. */
export function searching<Row extends TenantRow>(
  entity: EntityClass<Row>,
  filterOf: FilterOf<Row>,
): Partial<SearchService<Row>> {
  const searched = searchedOf(entity);
  if (!searched) return {};
  return {
    async search(text, { where = {}, first, after }, vault) {
      const { first: size = 0 } = pageBounds({ first }, []);
      const place = after == null ? undefined : placeOf(after);
      const filter = filterOf(entity, where as Where<Row>, vault);
      const terms = parseWords(text);
      const limit = size + 1;
      const query = { entity, filter, searched, terms, limit, after: place };
      const found = terms.length === 0 ? [] : await searchHostOf(vault).byWords(query, vault);
      return {
        matches: await withRows(entity, found.slice(0, size), vault),
        hasNextPage: found.length > size,
        hasPreviousPage: place !== undefined,
        cursorOf: ({ row, rank }) => Buffer.from(JSON.stringify([rank, row.id])).toString('base64url'),
      };
    },
  };
}

/** The part of the runtime that searches; absent where a vault has been made by hand. */
export function searchHostOf({ search }: HostedVault): SearchHost {
  if (search) return search;
  throw new VaultError('INTERNAL_SERVER_ERROR', 'This vault cannot search. Use a vault of the runtime.');
}

/** The rows of ids, in their order; a row that was deleted meanwhile is left out. */
export async function rowsById<Row extends TenantRow>(
  entity: EntityClass<Row>,
  ids: readonly string[],
  { em, org }: Vault,
): Promise<ReadonlyMap<string, Row>> {
  if (ids.length === 0) return new Map();
  const where = { org, id: { $in: ids } } as never;
  const rows: readonly Row[] = await em.find(entity, where, { disableIdentityMap: true });
  return new Map(rows.map((row) => [row.id, row]));
}

async function withRows<Row extends TenantRow>(
  entity: EntityClass<Row>,
  found: readonly WordMatch[],
  vault: Vault,
): Promise<readonly Match<Row>[]> {
  const ids = found.map(({ id }) => id);
  const rows = await rowsById(entity, ids, vault);
  return found.flatMap(({ id, rank, excerpt }) => {
    const row = rows.get(id);
    return row ? [{ row, rank, highlight: partsOf(excerpt) }] : [];
  });
}

function partsOf(excerpt: string): readonly HighlightPart[] {
  return excerpt
    .split(matchStart)
    .flatMap((piece, at) => {
      const [text = '', ...rest] = at === 0 ? ['', piece] : piece.split(matchEnd);
      return [
        { text, isMatch: true },
        { text: rest.join(''), isMatch: false },
      ];
    })
    .filter(({ text }) => text !== '');
}

function placeOf(cursor: string): { readonly rank: number; readonly id: string } {
  try {
    const [rank, id, ...more] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const isPlace = typeof rank === 'number' && typeof id === 'string' && uuid.test(id) && more.length === 0;
    if (isPlace && Number.isFinite(Math.fround(rank))) return { rank, id };
  } catch {
    // no JSON, or no list
  }
  return refuse('"after" is not a cursor of this search. Take it from pageInfo or an edge.');
}

function refuse(message: string): never {
  throw new VaultError('BAD_USER_INPUT', message);
}
