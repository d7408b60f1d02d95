import { checkLanguage, type SearchOptions } from './searchable.ts';

/** The characters of a row that are searched: PostgreSQL refuses a row whose words take more than a megabyte. */
const maxSearchedCharacters = 200_000;

/** The least important columns share a weight: PostgreSQL has four. */
const weights = ['A', 'B', 'C', 'D'] as const;

/**
 * Returns the statements that make a table searchable by these columns, the most important first: a column that PostgreSQL
 * computes, for existing rows too, and its index. The entity has `searchable` of the same properties and language.
 */
export function addSearch(
  table: string,
  columns: readonly [string, ...string[]],
  { language = 'simple' }: SearchOptions = {},
): readonly string[] {
  checkLanguage(language);
  const vectors = columns.map(
    (column, at) =>
      `setweight(to_tsvector('pg_catalog.${language}', ${plainText(searchedPart(column, columns.length))}), '${weights[at] ?? 'D'}')`,
  );
  return [
    `alter table ${table} add column search_text tsvector generated always as (${vectors.join(' || ')}) stored`,
    `create index ${table}_search on ${table} using gin (search_text)`,
  ];
}

/** The part of a column that is searched, as SQL. */
export function searchedPart(column: string, columns: number): string {
  return `left(coalesce(${column}, ''), ${Math.floor(maxSearchedCharacters / columns)})`;
}

const punctuation = String.raw`!"#$%&''()*+,-./:;<=>@[\]^_{|}~` + '`';

/**
 * A text with spaces for ASCII punctuation, as SQL. Its words are runs of letters and digits: `ada@example.org` is found by `ada`. PostgreSQL's parser
 * takes seconds for long chains of hyphens and dots, which it reads again and again.
 */
export function plainText(sql: string): string {
  return `translate(${sql}, '${punctuation}' || chr(63), '${' '.repeat(punctuation.length)}')`; // a question mark would be a placeholder
}
