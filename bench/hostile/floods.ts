import { createHash } from 'node:crypto';
import { hostileDocuments } from '../gateway/hostileDocuments.ts';

const many = (count: number, part: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

/** A flood: the body of each request, and its senders. */
interface Flood {
  readonly orgs: readonly string[];
  /** Of each organization. */
  readonly users: number;
  /** The number makes a document that was never sent before. */
  bodyOf(number: number): object;
}

const usual = { orgs: ['flood'], users: 1 };

function flood(document: (number: number) => string, senders: Partial<Flood> = {}): Flood {
  return { ...usual, bodyOf: (number) => ({ query: document(number) }), ...senders };
}

const spreads = (number: number) =>
  `query S${number} { users { ${many(500, (index) => `...f${index}`)} } } ${many(500, (index) => `fragment f${index} on User { id }`)}`;
const known = (name: keyof typeof hostileDocuments) => (number: number) =>
  `${hostileDocuments[name]} # ${number}`;
const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const numbers = Array.from({ length: 300_000 }, (_, index) => index % 10);

/** All that one organization may send at once, each document a new one where it is not said otherwise. */
export const floods: Readonly<Record<string, Flood>> = {
  '500 spreads': flood(spreads),
  '500 spreads, by two organizations': flood(spreads, { orgs: ['flood', 'deluge'] }),
  '500 spreads, by a thousand users': flood(spreads, { users: 1_000 }),
  '500 spreads, persisted': flood(spreads, {
    bodyOf: (number) => {
      const query = spreads(number);
      return { query, extensions: { persistedQuery: { version: 1, sha256Hash: hash(query) } } };
    },
  }),
  '500 spreads, without a token': flood(spreads, { users: 0 }),
  'fragments that overlap': flood(known('60 fragments that overlap')),
  'a bomb of fragments': flood(known('a bomb of 2^40')),
  'a chain of fragments': flood(known('a chain of 200 fragments')),
  '500 operations': flood(
    (number) =>
      `${many(500, (index) => `query q${index} { users { ...f0 } }`)} ${many(300, (index) => `fragment f${index} on User { id ${index < 299 ? `...f${index + 1}` : ''} }`)} # ${number}`,
  ),
  'nested 5,000 times': flood(
    (number) => `${'{ users '.repeat(5_000)}{ id }${'}'.repeat(5_000)} # ${number}`,
  ),
  '1,000 aliases': flood(known('1,000 aliases')),
  '300 misspelt fields': flood(known('300 misspelt fields')),
  'not closed after 9,000 tokens': flood((number) => `query N${number} { users { ${many(9_000, () => 'id')}`),
  'small new documents': flood((number) => `query N${number} { users { id name } }`),
  'large new documents': flood(
    (number) =>
      `query L${number} { users { ${many(28, (index) => `a${index}: reviews { id body product { upc } }`)} } }`,
  ),
  'one document with variables of 600 KB': flood(() => '', {
    bodyOf: () => ({
      query: 'query ($first: Int) { topProducts(first: $first) { upc } }',
      variables: { first: numbers },
    }),
  }),
};
