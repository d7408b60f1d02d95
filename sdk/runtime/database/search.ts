import { raw, type SqlEntityManager } from '@mikro-orm/postgresql';
import { plainText, searchedPart } from '@nimbusvault/sdk/internal';
import {
  matchEnd,
  matchStart,
  maxCandidates,
  type SearchedText,
  type SearchHost,
  type SearchTerms,
  type Vault,
  type VectorQuery,
  type WordQuery,
} from '@nimbusvault/sdk/kernel';
import { excerptOf } from './excerpt.ts';
import { columnOf, run, type Sql } from './statement.ts';

/** Search by PostgreSQL: what it reads, the policies of the tables show it. */
export const searchInPostgres: SearchHost = {
  async byWords(query, vault) {
    const rows = await run<Found>(wordSql(query, vault), vault);
    return rows.map(({ id, rank, text, marked }) => ({ id, rank, excerpt: excerptOf(text, marked) }));
  },
  async byVector(query, vault) {
    const rows = await run<Compared>(vectorSql(query, vault), vault);
    const nearest = rows.map(({ id, similarity }) => ({ id, similarity }));
    return { nearest, isCut: Number(rows[0]?.candidates ?? 0) === maxCandidates };
  },
};

interface Found {
  readonly id: string;
  readonly rank: number;
  readonly text: string;
  readonly marked: string;
}

interface Compared {
  readonly id: string;
  readonly similarity: number;
  readonly candidates: string;
}

/** The newest candidates are ranked; the rows of the page alone have an excerpt made. */
function wordSql(query: WordQuery, vault: Vault): Sql {
  const { searched, terms, limit, after } = query;
  const matching = tsquery(searched, terms);
  const candidates = candidatesSql(query, ['search_text'], vault);
  const place = after
    ? { sql: 'where (rank, id) < (?::real, ?::uuid)', values: [after.rank, after.id] }
    : none;
  const { language } = searched;
  return {
    sql: `
      with page as (
        select id, rank
          from (select id, ts_rank(search_text, ${matching.sql}) as rank from (${candidates.sql}) as candidate) as ranked
          ${place.sql}
         order by rank desc, id desc
         limit ?),
      texts as materialized (
        select page.id, rank, ${textSql(query, vault)} as text, websearch_to_tsquery('pg_catalog.${language}', ?) as wanted
          from page join ${tableOf(query, vault)} as found on found.org = ? and found.id = page.id)
      select id, rank, around.part as text,
             ts_headline('pg_catalog.${language}', ${plainText('around.part')}, wanted, ?) as marked
        from texts, lateral (select coalesce(${firstPart(language)}, left(texts.text, ${partLength})) as part) as around
       order by rank desc, id desc`,
    values: [
      ...matching.values,
      ...candidates.values,
      ...place.values,
      limit,
      markers,
      wantedWords(terms),
      vault.org,
      headlineOptions,
    ],
  };
}

const partLength = 1_000;
const overlap = 200;
const headlineOptions = `HighlightAll=true, StartSel="${matchStart}", StopSel="${matchEnd}"`;
const markers = `${matchStart}${matchEnd}`;

/** The text of a row; whatever it has of the markers of an excerpt is taken out. */
function textSql(query: WordQuery, vault: Vault): string {
  const { fields } = query.searched;
  const parts = fields.map((field) => searchedPart(`found.${columnOf(query, field, vault)}`, fields.length));
  return `translate(concat_ws(e'\\n', ${parts.join(', ')}), ?, '')`;
}

/** The first part of a text with a wanted word. The headlines of a whole text take time that grows with its square. */
function firstPart(language: string): string {
  return `(
    select part from generate_series(0, length(texts.text) / ${partLength}) as at,
                     substr(texts.text, at * ${partLength} + 1, ${partLength + overlap}) as part
     where to_tsvector('pg_catalog.${language}', ${plainText('part')}) @@ texts.wanted limit 1)`;
}

const none: Sql = { sql: '', values: [] };

/** The cosine of each candidate: of double precision, as the sum of real numbers loses digits. */
function vectorSql(query: VectorQuery, vault: Vault): Sql {
  const { property, modelProperty, model, vector, limit } = query;
  const [embedding = '', madeBy = ''] = [property, modelProperty].map((name) => columnOf(query, name, vault));
  const ofModel = {
    sql: `row.${madeBy} = ? and cardinality(row.${embedding}) = ?`,
    values: [model, vector.length],
  };
  const candidates = candidatesSql(query, [embedding], vault, ofModel);
  return {
    sql: `
      select id, dot / (sqrt(square) * ?::float8) as similarity, count(*) over () as candidates
        from (${candidates.sql}) as candidate,
             lateral (select sum(a::float8 * b) as dot, sum(a::float8 * a) as square
                        from unnest(candidate.${embedding}, ?::float8[]) as pair (a, b)) as product
       order by similarity desc, id desc
       limit ?`,
    values: [Math.hypot(...vector), ...candidates.values, `{${vector.join(',')}}`, limit],
  };
}

type Candidates = WordQuery | VectorQuery;

/** The newest rows that a search ranks or compares. */
// oxlint-disable-next-line max-params -- the last is there for vectors alone
function candidatesSql(
  { entity, filter, searched, terms }: Candidates,
  columns: readonly string[],
  { em }: Vault,
  also?: Sql,
): Sql {
  const builder = (em as SqlEntityManager)
    .createQueryBuilder(entity, 'row')
    .select(['id', ...columns].map((column) => raw(`row.${column}`)) as never)
    .where(filter as never);
  if (also) builder.andWhere(also.sql, [...also.values]);
  if (searched && terms.length > 0) {
    const matching = tsquery(searched, terms);
    builder.andWhere(`row.search_text @@ ${matching.sql}`, [...matching.values]);
  }
  const { sql, params } = builder
    .orderBy({ id: 'desc' } as never)
    .limit(maxCandidates)
    .toQuery();
  return { sql, values: params };
}

function tsquery({ language }: SearchedText, lists: SearchTerms): Sql {
  const words = lists
    .map((terms) => terms.map((term) => `${term.isRefused ? '-' : ''}"${term.words.join(' ')}"`).join(' '))
    .join(' or ');
  return { sql: `websearch_to_tsquery('pg_catalog.${language}', ?)`, values: [words] };
}

/** Any of the words: each is marked, whatever is beside it. */
function wantedWords(terms: SearchTerms): string {
  const wanted = terms.flat().flatMap(({ words, isRefused }) => (isRefused ? [] : words));
  return [...new Set(wanted)].map((word) => `"${word}"`).join(' or ');
}

function tableOf({ entity }: Candidates, { em }: Vault): string {
  const { tableName, schema = em.config.get('schema') } = em.getMetadata(entity);
  return [...(schema ? [schema] : []), tableName].map((name) => `"${name}"`).join('.');
}
