import type { Random } from '@nimbusvault/testing';
import { GraphQLError } from 'graphql';

/** An object as graphql-js resolves it: values, and functions for fields with arguments or failures. */
export type Thing = { readonly __typename: string; readonly id: string } & Record<string, unknown>;

/** The data that all resolvers of a differential run share: the roots, and every entity by id. */
export interface World {
  readonly root: Readonly<Record<string, unknown>>;
  readonly things: ReadonlyMap<string, Thing>;
}

const protectedFields = new Set(['__typename', 'id', 'sku', 'weight', 'price']);
/** Random choices. */
interface Dice {
  pick<T>(items: readonly T[]): T;
  some<T>(items: readonly T[], most: number): T[];
  maybe<T>(value: T): T | null;
  number(below: number): number;
}

function diceOf(random: Random): Dice {
  const number = (below: number) => Math.floor(random() * below);
  const pick = <T>(items: readonly T[]): T => items[number(items.length)] as T;
  return {
    number,
    pick,
    some: (items, most) => Array.from({ length: number(most + 1) }, () => pick(items)),
    maybe: (value) => (random() < 0.2 ? null : value),
  };
}

type Kind = 'User' | 'Product' | 'Review' | 'Book' | 'Film';
type Things = Readonly<Record<Kind, readonly Thing[]>>;

const counts: Readonly<Record<Kind, number>> = { User: 4, Product: 5, Review: 6, Book: 2, Film: 2 };

/** Makes a world from `random`; one field in `oneIn` always fails. */
export function createWorld(random: Random, oneIn: number): World {
  const dice = diceOf(random);
  const kinds = Object.entries(counts).map(([type, count]) => [type, makeThings(type, count)] as const);
  const made = Object.fromEntries(kinds) as unknown as Things;
  for (const user of made.User) Object.assign(user, userFields(user, made, dice));
  for (const product of made.Product) Object.assign(product, productFields(product, made, dice));
  for (const review of made.Review) Object.assign(review, reviewFields(review, made, dice));
  for (const item of [...made.Book, ...made.Film]) Object.assign(item, mediaFields(item, made, dice));
  const all = Object.values(made).flat();
  for (const thing of all) breakSome(thing, random, oneIn);
  return { root: rootFields(made, dice), things: new Map(all.map((thing) => [thing.id, thing])) };
}

function makeThings(type: string, count: number): readonly Thing[] {
  return Array.from({ length: count }, (_, index) => ({
    __typename: type,
    id: `${type.toLowerCase()}-${index}`,
  }));
}

function userFields({ id }: Thing, { User: users, Review: reviews }: Things, dice: Dice): object {
  const name = `name of ${id}`;
  const own = dice.some(reviews, 3);
  return {
    name,
    nick: ({ loud }: { loud?: boolean }) => (loud ? name.toUpperCase() : name),
    role: dice.pick(['ADMIN', 'MEMBER']),
    friends: dice.some(users, 2),
    bestFriend: dice.maybe(dice.pick(users)),
    reviews: ({ min }: { min?: number }) => own.filter((_, index) => index >= (min ?? 0)),
    score: dice.number(100) / 10,
  };
}

function productFields({ id }: Thing, { Product: products, Review: reviews }: Things, dice: Dice): object {
  const cents = dice.maybe(dice.number(1000));
  return {
    sku: `sku of ${id}`,
    title: ({ short }: { short?: boolean }) => (short ? id : `title of ${id}`),
    price: ({ currency }: { currency?: string }) => cents && cents * (currency === 'USD' ? 2 : 1),
    weight: dice.maybe(dice.number(100)),
    size: dice.maybe({ w: dice.maybe(1), h: 2 }),
    tags: dice.maybe([dice.maybe('new'), 'old']),
    related: dice.maybe([dice.maybe(dice.pick(products)), dice.pick(products)]),
    inStock: dice.pick([true, false]),
    stock: dice.maybe(3),
    shipping(this: Thing, { zone }: { zone?: string }) {
      return `${zone ?? 'here'}: ${String(this.weight)}`;
    },
    priceTag(this: Thing) {
      const { price } = this;
      return `$${String(typeof price === 'function' ? price({ currency: 'USD' }) : price)}`;
    },
    reviews: dice.maybe(dice.some(reviews, 2)),
    rating: dice.maybe(dice.number(50) / 10),
  };
}

function reviewFields(
  { id }: Thing,
  { User: users, Product: products, Review: reviews }: Things,
  dice: Dice,
): object {
  return {
    body: dice.maybe(`body of ${id}`),
    stars: dice.number(5),
    author: dice.pick(users),
    about: dice.maybe(dice.pick(products)),
    replies: dice.maybe([dice.maybe(dice.some(reviews, 2).map(dice.maybe)), []]),
  };
}

function mediaFields(
  { __typename, id }: Thing,
  { User: users, Review: reviews }: Things,
  dice: Dice,
): object {
  const by = dice.maybe(dice.pick(users));
  const person = __typename === 'Book' ? { author: by, pages: 7 } : { director: by, length: dice.maybe(90) };
  return { title: `title of ${id}`, reviews: dice.some(reviews, 2), ...person };
}

function rootFields(
  { User: users, Product: products, Review: reviews, Book: books, Film: films }: Things,
  dice: Dice,
) {
  const nodes = new Map([...users, ...products].map((thing) => [thing.id, thing]));
  const searched = [...dice.some(users, 2), ...dice.some(products, 2)];
  return {
    me: dice.maybe(dice.pick(users)),
    users: ({ first }: { first?: number }) => users.slice(0, first ?? 0),
    node: ({ id }: { id: string }) => nodes.get(id) ?? null,
    search: searched,
    products: ({ limit }: { limit?: number }) => products.slice(0, limit ?? 9),
    topProduct: dice.maybe(dice.pick(products)),
    media: [...books, null, ...films],
    latestReviews: dice.maybe(dice.some(reviews, 4)),
  };
}

function breakSome(thing: Thing, random: Random, oneIn: number): void {
  for (const field of Object.keys(thing)) {
    if (protectedFields.has(field) || random() * oneIn > 1) continue;
    Object.assign(thing, {
      [field]: () => {
        const extensions = { code: 'FORBIDDEN' };
        throw new GraphQLError(`${thing.id} does not have its ${field}.`, { extensions });
      },
    });
  }
}
