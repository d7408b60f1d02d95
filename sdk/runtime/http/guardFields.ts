import { defaultFieldResolver, type GraphQLResolveInfo } from 'graphql';
import { hasRole, hasScopes, VaultError, type Vault } from '@nimbusvault/sdk/kernel';
import { needOf, objectTypes, type Need, type Plugin } from '@nimbusvault/sdk/internal';

export type ResolverArguments = [parent: unknown, args: object, vault: Vault, info: GraphQLResolveInfo];

/** Resolvers by type and field. */
export type FieldResolvers = Readonly<
  Record<string, Readonly<Record<string, (...asked: ResolverArguments) => unknown>>>
>;

/** Puts every field that has an `@role` behind it, those without a resolver of their own included. */
export function guardFields({ typeDefs }: Plugin, resolvers: FieldResolvers): FieldResolvers {
  const guarded = new Map(Object.entries(resolvers));
  for (const { name, fields = [] } of typeDefs.flatMap(objectTypes)) {
    const type = name.value;
    const behind = fields.flatMap((field) => {
      const need = needOf(field);
      const resolve = resolvers[type]?.[field.name.value] ?? defaultFieldResolver;
      return need ? [[field.name.value, refusing(need, resolve)] as const] : [];
    });
    if (behind.length > 0) guarded.set(type, { ...guarded.get(type), ...Object.fromEntries(behind) });
  }
  return Object.fromEntries(guarded);
}

function refusing(need: Need, resolve: (...asked: ResolverArguments) => unknown) {
  return (...asked: ResolverArguments) => {
    const [, , vault, { fieldName }] = asked;
    refuseWithout(need, fieldName, vault);
    return resolve(...asked);
  };
}

function refuseWithout({ role, scopes }: Need, field: string, vault: Vault): void {
  if (!hasRole(vault, role))
    throw new VaultError('FORBIDDEN', `${field} needs the role "${role}". Ask an admin of ${vault.org}.`);
  if (!hasScopes(vault, scopes))
    throw new VaultError(
      'FORBIDDEN',
      `${field} needs the scopes "${scopes.join(' ')}". Get a token that has them.`,
    );
}
