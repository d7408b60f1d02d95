export { isEntity } from './checkSchema.ts';
export { connectionTypes } from './connectionTypes.ts';
export { defineMigration, sealTenantTable, tenantTable, type MigrationPlan } from './defineMigration.ts';
export { definePlugin } from './definePlugin.ts';
export { keyFields } from './keyFields.ts';
export { coversNeed, describeNeed, needOf, type Need } from './needs.ts';
export { objectTypes } from './objectTypes.ts';
export type { Plugin, PluginDefinition, VaultUser } from './plugin.ts';
export type { References, Resolver, Resolvers } from './resolvers.ts';
