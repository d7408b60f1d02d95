export type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export { gql } from 'graphql-tag';
export { connectionTypes } from './connectionTypes.ts';
export { defineMigration, sealTenantTable, tenantTable, type MigrationPlan } from './defineMigration.ts';
export { defineOperation, type GraphOperation, type UserOperation } from './defineOperation.ts';
export { definePlugin } from './definePlugin.ts';
export type { GraphAccess } from './graphAccess.ts';
export type { Plugin, PluginDefinition, VaultUser } from './plugin.ts';
export type { References, ReferenceTo, Resolver, Resolvers, ResolversOf } from './resolvers.ts';
