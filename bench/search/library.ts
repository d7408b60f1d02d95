import { defineEntity, p } from '@mikro-orm/core';
import pg from 'pg';
import {
  addSearch,
  addVector,
  defineMigration,
  definePlugin,
  defineService,
  searchable,
  tenantColumns,
  tenantTable,
  vectorColumn,
} from '@nimbusvault/sdk';
import { startPlugin, type StartedPlugin } from '@nimbusvault/testing';

const dimensions = 384;

const PageSchema = defineEntity({
  name: 'Page',
  properties: {
    ...tenantColumns,
    title: p.string().length(255),
    body: p.text(),
    ...searchable(['title', 'body'], { language: 'english' }),
    ...vectorColumn(dimensions),
  },
});
class Page extends PageSchema.class {}
PageSchema.setClass(Page);
const pages = defineService(Page);

const Library = definePlugin({
  name: 'Library',
  entities: [Page],
  migrations: [
    defineMigration('1-page', {
      up: [
        ...tenantTable('page', 'title varchar(255) not null, body text not null'),
        ...addSearch('page', ['title', 'body'], { language: 'english' }),
        ...addVector('page'),
      ],
      down: ['drop table page'],
    }),
  ],
});

interface Sizes {
  readonly bigRows: number;
  readonly smallRows: number;
  readonly comparedRows: number;
}

export interface Library extends AsyncDisposable {
  search(org: string, words: string): Promise<unknown>;
  /** The rows of the organization with all words, by a regular expression, as the plugin's role. */
  scan(org: string, words: string): Promise<unknown>;
  /** Does work while PostgreSQL may not use the index under row-level security. */
  withoutIndex<T>(work: () => Promise<T>): Promise<T>;
  nearest(): Promise<unknown>;
  nearestInJavaScript(): Promise<unknown>;
  compareArrays(): Promise<unknown>;
}

/** Organizations `big` and `small` with pages of 60 words, and `vectors` with vectors. */
export async function openLibrary(sizes: Sizes): Promise<Library> {
  const plugin = await startPlugin(Library);
  const owner = new pg.Client({ connectionString: plugin.servers.databaseUrl });
  await owner.connect();
  await fill(owner, sizes);
  const vaultOf = (org: string) => plugin.opened.vaultFor(org);
  const vector = Array.from({ length: dimensions }, () => Math.random() - 0.5);
  const arrays = (await readVectors(plugin)).map(({ embedding }) => embedding);
  const setLeakproof = (how: string) =>
    owner.query(`alter function pg_catalog.ts_match_vq(tsvector, tsquery) ${how} leakproof`);
  return {
    search: (org, words) => pages.search(words, {}, vaultOf(org)),
    scan: (org, words) => scan(plugin, org, words),
    async withoutIndex(work) {
      await setLeakproof('not');
      try {
        return await work();
      } finally {
        await setLeakproof('');
      }
    },
    nearest: () => pages.nearest({ vector, model: 'bench' }, {}, vaultOf('vectors')),
    nearestInJavaScript: async () =>
      nearestOf(
        vector,
        (await readVectors(plugin)).map(({ embedding }) => embedding),
      ),
    compareArrays: async () => nearestOf(vector, arrays),
    async [Symbol.asyncDispose]() {
      await owner.end();
      await plugin[Symbol.asyncDispose]();
    },
  };
}

async function fill(owner: pg.Client, { bigRows, smallRows, comparedRows }: Sizes): Promise<void> {
  const word = `'w' || (random() * random() * 20000)::int`;
  const body = `(select string_agg(${word}, ' ') from generate_series(1, 60) where at = at)`;
  const write = (org: string, rows: number, title: string) =>
    owner.query(
      `insert into library.page (org, id, title, body)
       select '${org}', uuidv7(), ${title}, ${body} from generate_series(1, ${rows}) as at`,
    );
  await write('big', bigRows, `'Page ' || at || case when at % 4 = 0 then ' alpha' else '' end`);
  await write('small', smallRows, `'Page ' || at || ' alpha'`);
  await owner.query(
    `insert into library.page (org, id, title, body, embedding_model, embedding)
     select 'vectors', uuidv7(), 'Page', '', 'bench',
            (select array_agg((random() - 0.5)::real) from generate_series(1, ${dimensions}) where at = at)
       from generate_series(1, ${comparedRows}) as at`,
  );
  await owner.query('vacuum analyze library.page');
}

async function scan({ opened }: StartedPlugin, org: string, words: string): Promise<unknown> {
  return opened.transaction(org, ({ em }) => {
    const all = words.split(' ');
    const like = all.map(() => `title || ' ' || body ~* ?`).join(' and ');
    const sql = `select id from page where org = ? and ${like} order by id desc limit 20`;
    const values = [org, ...all.map((each) => `\\m${each}\\M`)];
    return em.getConnection().execute(sql, values, 'all', em.getTransactionContext());
  });
}

interface Read {
  readonly embedding: readonly number[];
}

function readVectors({ opened }: StartedPlugin): Promise<readonly Read[]> {
  return opened.transaction('vectors', ({ em }) =>
    em
      .getConnection()
      .execute<Read[]>(
        `select embedding from page where org = 'vectors'`,
        [],
        'all',
        em.getTransactionContext(),
      ),
  );
}

function nearestOf(vector: readonly number[], all: readonly (readonly number[])[]): readonly number[] {
  return all
    .map((other) => cosine(vector, other))
    .toSorted((a, b) => b - a)
    .slice(0, 20);
}

function cosine(one: readonly number[], other: readonly number[]): number {
  let [dot, square] = [0, 0];
  for (const [at, part] of one.entries()) {
    const value = other[at] ?? 0;
    dot += part * value;
    square += value * value;
  }
  return dot / (Math.sqrt(square) * Math.hypot(...one));
}
