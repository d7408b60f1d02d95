import type { Vault } from '../kernel/index.ts';

/**
 * A resolver: one line that calls the bll, the vault last. Parent and arguments have been validated against the schema;
 * the bll parses the rest.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- the schema, not the compiler, knows what parent and arguments are
export type Resolver = (parent: any, args: any, vault: Vault) => unknown;

/** Resolvers by type and field, whatever the schema: a plugin's own type, in its schema.types.ts, knows its fields. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver>>>>;

/** Finds an entity by its key, or returns null; by entity type, whatever the schema. */
// oxlint-disable-next-line typescript/no-explicit-any -- the schema, not the compiler, knows the fields of a key
export type References = Readonly<Record<string, (reference: any, vault: Vault) => unknown>>;

/** Finds an entity by its key; `Found` is its view. */
export type ReferenceTo<Key, Found> = (reference: Key, vault: Vault) => Eventually<Found | null | undefined>;

/**
 * The resolvers that a schema requires: of each type those of the fields that its view (`Views`) does not answer by itself. The
 * others may be given, and nothing else.
 */
export type ResolversOf<Types, Views> = {
  readonly [Type in RequiredTypes<Types, Views>]: FieldsOf<Types[Type], ViewOf<Views, Type>>;
} & {
  readonly [Type in Exclude<keyof Types, RequiredTypes<Types, Views>>]?: FieldsOf<
    Types[Type],
    ViewOf<Views, Type>
  >;
};

type Eventually<T> = T | Promise<T>;
type ViewOf<Views, Type> = Type extends keyof Views ? Views[Type] : never;

type RequiredTypes<Types, Views> = {
  [Type in keyof Types]-?: [RequiredFields<Types[Type], ViewOf<Views, Type>>] extends [never] ? never : Type;
}[keyof Types];

type FieldsOf<Fields, View> = {
  readonly [Field in RequiredFields<Fields, View>]: NonNullable<Fields[Field]>;
} & {
  readonly [Field in Exclude<OwnFields<Fields>, RequiredFields<Fields, View>>]?: Fields[Field];
};

/** Federation and graphql-js have fields of their own, which the runtime answers. */
type OwnFields<Fields> = Exclude<keyof Fields, `__${string}`>;

type RequiredFields<Fields, View> = {
  [Field in OwnFields<Fields>]-?: IsAnswered<View, Field, NonNullable<Fields[Field]>> extends true
    ? never
    : Field;
}[OwnFields<Fields>];

/** True if a view has the field, as a value of its type or as a function that returns one. */
type IsAnswered<View, Field, Resolve> = Resolve extends (...asked: never[]) => infer Answer
  ? Field extends keyof View
    ? [View[Field]] extends [never]
      ? false
      : [View[Field]] extends [Answer | (() => Answer)]
        ? true
        : false
    : false
  : false;
