import type { Vault } from '../kernel/index.ts';

/**
 * A resolver: one line that calls the bll, the vault last. Parent and arguments have been validated against the schema;
 * the bll parses the rest.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- the schema, not the compiler, knows what parent and arguments are
export type Resolver = (parent: any, args: any, vault: Vault) => unknown;

/** Resolvers by type and field. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Resolver>>>>;

/** Finds an entity by its key, or returns null; by entity type. */
export type References = Readonly<
  Record<string, (reference: { readonly id: string }, vault: Vault) => unknown>
>;
