import { atMost, print, quantile } from './lib/figures.ts';
import { openLibrary, type Library } from './search/library.ts';

const bigRows = Number(process.env['BENCH_ROWS'] ?? 100_000);
const smallRows = 100;
const comparedRows = 10_000;
const times = 9;

console.error(`An organization of ${bigRows} rows and one of ${smallRows} are written`);
await using library = await openLibrary({ bigRows, smallRows, comparedRows });

const searches = [
  await wordRow('big', 'a rare word', 'w19990'),
  await wordRow('big', 'two words', 'w100 w2000'),
  await wordRow('big', 'a word of every 4th row', 'alpha'),
  await wordRow('small', 'a rare word', 'w19990'),
  await wordRow('small', 'a word of every row', 'alpha'),
];
console.table(searches);
const vectors = await vectorRow();
console.table([vectors]);
const small = Math.max(...searches.filter(({ org }) => org === 'small').map((row) => row['search, ms']));
const rare = searches[0]?.['search, ms'] ?? NaN;
print([
  atMost('rare word among many rows, ms', rare, 20),
  atMost('small organization beside a big one, ms', small, 20),
  atMost(`${comparedRows} vectors of 384 dimensions, ms`, vectors['nearest, ms'], 1_000),
]);

/** The search, the same without its index, and a regular expression over the rows of the organization. */
async function wordRow(org: 'big' | 'small', what: string, words: string) {
  return {
    org,
    what,
    'search, ms': await median(() => library.search(org, words)),
    'without the index, ms': await library.withoutIndex(() => median(() => library.search(org, words))),
    'regular expression, ms': await median(() => library.scan(org, words)),
  };
}

/** The search in PostgreSQL, and arrays in memory of this process that were read before. */
async function vectorRow() {
  return {
    what: `nearest of ${comparedRows}`,
    'nearest, ms': await median(() => library.nearest()),
    'read and compared in JavaScript, ms': await median(() => library.nearestInJavaScript()),
    'compared in JavaScript alone, ms': await median(library.compareArrays),
  };
}

async function median(work: Library['nearest']): Promise<number> {
  const took: number[] = [];
  for (let run = 0; run < times; run += 1) {
    const began = performance.now();
    await work();
    took.push(performance.now() - began);
  }
  return Number(quantile(took, 0.5).toFixed(2));
}
