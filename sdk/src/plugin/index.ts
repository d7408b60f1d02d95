export { isEntity, neededRole, objectTypes } from './checkSchema.ts';
export { connectionTypes } from './connectionTypes.ts';
export { defineMigration, sealTenantTable, tenantTable, type MigrationPlan } from './defineMigration.ts';
export { definePlugin } from './definePlugin.ts';
export type { Plugin, PluginDefinition, VaultUser } from './plugin.ts';
export type { References, Resolver, Resolvers } from './resolvers.ts';
