const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides"])\n`;

/** Four subgraphs that use the features of federation: entities with several keys, interfaces, unions, requirements with arguments. */
export const sdls: Readonly<Record<string, string>> = {
  Core: `${link}
    type Query {
      me: User
      users(first: Int = 3): [User!]!
      node(id: ID!): Node
      search(text: String): [Thing!]
    }
    interface Node { id: ID! }
    union Thing = User | Product
    enum Role { ADMIN MEMBER }
    type User implements Node @key(fields: "id") {
      id: ID!
      name: String!
      nick(loud: Boolean): String
      role: Role!
      friends: [User!]!
      bestFriend: User
    }
    type Product implements Node @key(fields: "id", resolvable: false) { id: ID! }`,
  products: `${link}
    type Query {
      products(limit: Int): [Product!]
      topProduct: Product
      media: [Media]
    }
    interface Media { id: ID! title: String! }
    type Product @key(fields: "id") @key(fields: "sku") {
      id: ID!
      sku: String! @shareable
      title(short: Boolean = false): String!
      price(currency: String = "EUR"): Int
      weight: Float
      size: Size
      tags: [String]
      related: [Product]
    }
    type Size { w: Int h: Int! }
    type Book implements Media @key(fields: "id") { id: ID! title: String! author: User pages: Int! }
    type Film implements Media @key(fields: "id") { id: ID! title: String! director: User length: Int }
    type User @key(fields: "id", resolvable: false) { id: ID! }`,
  inventory: `${link}
    type Product @key(fields: "sku") {
      sku: String! @shareable
      weight: Float @external
      price(currency: String = "EUR"): Int @external
      inStock: Boolean!
      stock: Int
      shipping(zone: String): String @requires(fields: "weight")
      priceTag: String @requires(fields: "price(currency: \\"USD\\")")
    }`,
  reviews: `${link}
    type Query { latestReviews: [Review!] }
    type Review @key(fields: "id") {
      id: ID!
      body: String
      stars: Int!
      author: User!
      about: Product
      replies: [[Review]]
    }
    type User @key(fields: "id") { id: ID! reviews(min: Int): [Review!]! score: Float! }
    type Product @key(fields: "id") { id: ID! reviews: [Review!] rating: Float }
    type Book @key(fields: "id") { id: ID! reviews: [Review] }
    type Film @key(fields: "id") { id: ID! reviews: [Review!]! }`,
};
