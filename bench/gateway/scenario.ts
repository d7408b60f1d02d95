const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3",
  import: ["@key", "@shareable", "@external", "@requires", "@provides"])\n`;

const users = Array.from({ length: 6 }, (_, index) => ({
  __typename: 'User',
  id: `u${index}`,
  name: `User number ${index}`,
  username: `user-${index}`,
  birthday: 1_000_000 + index,
}));
const products = Array.from({ length: 9 }, (_, index) => ({
  __typename: 'Product',
  upc: `p${index}`,
  name: `Product number ${index}`,
  price: 100 * (index + 1),
  weight: 10 * index,
  inStock: index % 2 === 0,
}));
const reviews = Array.from({ length: 24 }, (_, index) => ({
  __typename: 'Review',
  id: `r${index}`,
  body: `What somebody thinks of it, number ${index}.`,
  author: { __typename: 'User', id: `u${index % 6}` },
  product: { __typename: 'Product', upc: `p${index % 9}` },
}));

const catalogue = Array.from({ length: 50_000 }, (_, index) => ({
  sku: `sku-${index}`,
  label: `Number ${index} of a catalogue that is as long as it should not be, and is asked for at once.`,
}));

const find = (rows: readonly object[], key: string) => (told: Record<string, unknown>) => ({
  ...rows.find((row) => (row as Record<string, unknown>)[key] === told[key]),
  ...told,
});

/** The four subgraphs that gateways are compared on: accounts, inventory, products and reviews. */
export const subgraphs = {
  accounts: {
    sdl: `${link} type Query { me: User user(id: ID!): User users: [User] }
      type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
    resolvers: {
      Query: {
        me: () => users[0],
        user: (_: unknown, { id }: { id: string }) => find(users, 'id')({ id }),
        users: () => users,
      },
      User: { __resolveReference: find(users, 'id') },
    },
  },
  inventory: {
    sdl: `${link} type Product @key(fields: "upc") {
        upc: String! weight: Int @external price: Int @external inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight") }`,
    resolvers: {
      Product: {
        __resolveReference: find(products, 'upc'),
        shippingEstimate: ({ price, weight }: { price: number; weight: number }) =>
          price > 500 ? 0 : weight / 2,
      },
    },
  },
  products: {
    sdl: `${link} type Query { topProducts(first: Int = 9): [Product] product(upc: String!): Product catalogue: [Entry!] }
      type Entry { sku: String label: String }
      type Mutation { rename(upc: String!, name: String!): Product }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: {
        topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first),
        product: (_: unknown, { upc }: { upc: string }) => find(products, 'upc')({ upc }),
        catalogue: () => catalogue,
      },
      Mutation: {
        rename: (_: unknown, { upc, name }: { upc: string; name: string }) => ({
          ...find(products, 'upc')({ upc }),
          name,
        }),
      },
      Product: { __resolveReference: find(products, 'upc') },
    },
  },
  reviews: {
    sdl: `${link} type Review @key(fields: "id") { id: ID! body: String product: Product author: User @provides(fields: "username") }
      type User @key(fields: "id") { id: ID! username: String @external numberOfReviews: Int reviews: [Review] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
    resolvers: {
      Review: {
        __resolveReference: find(reviews, 'id'),
        author: ({ author }: { author: { id: string } }) => find(users, 'id')({ id: author.id }),
      },
      User: {
        reviews: ({ id }: { id: string }) => reviews.filter(({ author }) => author.id === id),
        numberOfReviews: () => 3,
      },
      Product: {
        reviews: ({ upc }: { upc: string }) => reviews.filter(({ product }) => product.upc === upc),
      },
    },
  },
};

const big = `query Big {
    users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
    topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
  }
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }`;
const oneFetch = 'query One { users { id name username } }';
const twoFetches = 'query Two { users { id name reviews { id body } } }';

/** One row for each gateway: the queries, sent in turn, the number of clients, and the latency of the subgraphs. */
interface Case {
  readonly queries: readonly string[];
  readonly connections: number;
  readonly latencyMs: number;
}

const usual: Omit<Case, 'queries'> = { connections: 16, latencyMs: 0 };

export const cases = {
  big: { ...usual, queries: [big] },
  'one fetch': { ...usual, queries: [oneFetch] },
  'two fetches': { ...usual, queries: [twoFetches] },
  mutation: { ...usual, queries: ['mutation { rename(upc: "p1", name: "New") { upc name price } }'] },
  '8 MB': { ...usual, connections: 2, queries: ['{ catalogue { sku label } }'] },
  '100 operations': {
    ...usual,
    queries: Array.from(
      { length: 100 },
      (_, index) => `query Q${index} { users { id a${index}: name reviews { id body } } }`,
    ),
  },
  '4 ms latency': { ...usual, latencyMs: 4, queries: [twoFetches] },
  '500 connections': { ...usual, connections: 500, queries: [oneFetch] },
} as const satisfies Readonly<Record<string, Case>>;

export type CaseName = keyof typeof cases;

export const caseNames = Object.keys(cases) as readonly CaseName[];
