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
    sdl: `${link} type Query { topProducts(first: Int = 9): [Product] product(upc: String!): Product }
      type Mutation { rename(upc: String!, name: String!): Product }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: {
        topProducts: (_: unknown, { first }: { first: number }) => products.slice(0, first),
        product: (_: unknown, { upc }: { upc: string }) => find(products, 'upc')({ upc }),
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

/** What is asked, by the name of its row. */
export const operations = {
  big: `query Big {
    users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
    topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
  }
  fragment User on User { id username name }
  fragment Review on Review { id body }
  fragment Product on Product { inStock name price shippingEstimate upc weight }`,
  'one fetch': 'query One { users { id name username } }',
  'two fetches': 'query Two { users { id name reviews { id body } } }',
  mutation: 'mutation { rename(upc: "p1", name: "New") { upc name price } }',
} as const;

export type OperationName = keyof typeof operations;
