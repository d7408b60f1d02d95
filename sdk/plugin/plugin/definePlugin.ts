import { z } from 'zod';
import {
  catchUpConsumer,
  coreName,
  grantedTo,
  pluginNamePattern,
  VaultError,
  versioned,
} from '../kernel/index.ts';
import { checkSchema } from './checkSchema.ts';
import { graphAccessFaults, graphAccessTypeDefs } from './graphAccess.ts';
import { organizationFaults, organizationSchemaOf } from './organizationSchema.ts';
import { organizationResolvers } from './organizationResolvers.ts';
import { organizationTypeDefs } from './organizationTypes.ts';
import type { Plugin, PluginDefinition } from './plugin.ts';
import type { Resolvers } from './resolvers.ts';
import type { OrganizationSchema } from './settingFields.ts';
import { scheduleFaults } from './scheduleFaults.ts';
import { sharedSearchTypeDefs } from './searchTypes.ts';
import { sharedTypeDefs } from './sharedTypeDefs.ts';

/** Declares a plugin and validates it. Throws PLUGIN_INVALID with every fault and its remedy. */
export function definePlugin(definition: PluginDefinition): Plugin {
  const { graph } = definition;
  const faults = [
    ...nameFaults(definition),
    ...capabilityFaults(definition),
    ...duplicateFaults(definition),
    ...scheduleFaults(definition),
    ...checkSchema(definition),
    ...(graph ? graphAccessFaults(graph) : []),
    ...organizationFaults(definition),
    ...standInFaults(definition),
  ];
  if (faults.length > 0)
    throw new VaultError('PLUGIN_INVALID', faults.map((fault) => `${definition.name}: ${fault}`).join('\n'));
  const { name, settings, workflows = [], references = {}, standIn, findUser, audit } = definition;
  const parts = partsOf(definition);
  const organizationSettings = organizationSchemaOf(definition);
  for (const task of parts.tasks) task.belongTo(name);
  return Object.freeze({
    name,
    schemaName: name.toLowerCase(),
    settings: settings ?? z.strictObject({}),
    organizationSettings,
    workflows: new Map(workflows.map((workflow) => [versioned(workflow), workflow])),
    ...graphOf(definition, organizationSettings),
    references,
    ...parts,
    graph,
    standIn,
    findUser,
    audit,
  });
}

/** The graph of the plugin: its own part, and the fields that are generated. */
function graphOf(
  { name, graph, typeDefs, resolvers = {} }: PluginDefinition,
  organization: OrganizationSchema | undefined,
): Pick<Plugin, 'typeDefs' | 'resolvers'> {
  return {
    typeDefs: [
      sharedTypeDefs,
      ...(graph ? [graphAccessTypeDefs(graph)] : []),
      ...sharedSearchTypeDefs(typeDefs),
      ...(typeDefs ? [typeDefs] : []),
      ...(organization ? [organizationTypeDefs(name, organization)] : []),
    ],
    resolvers: organization ? together(resolvers, organizationResolvers(name, organization)) : resolvers,
  };
}

function together(own: Resolvers, generated: Resolvers): Resolvers {
  const types = [...new Set([...Object.keys(own), ...Object.keys(generated)])];
  return Object.fromEntries(types.map((type) => [type, { ...own[type], ...generated[type] }]));
}

function partsOf({
  entities = [],
  migrations = [],
  hooks = [],
  tasks = [],
  schedules = [],
  takesPart = [],
  capabilities = [],
  seed = {},
}: PluginDefinition): Pick<
  Plugin,
  'entities' | 'migrations' | 'hooks' | 'tasks' | 'schedules' | 'takesPart' | 'capabilities' | 'seed'
> {
  return { entities, migrations, hooks, tasks, schedules, takesPart, capabilities, seed };
}

function nameFaults({ name }: PluginDefinition): readonly string[] {
  if (pluginNamePattern.test(name)) return [];
  return [`a plugin's name starts with a capital letter and has only letters, digits and "_"; rename it`];
}

function capabilityFaults({ name, capabilities = [] }: PluginDefinition): readonly string[] {
  const refused = capabilities.filter((capability) => !grantedTo(name).includes(capability));
  return refused.map(
    (capability) =>
      `the vault grants the capability "${capability}" to ${coreName} alone; take it out of capabilities`,
  );
}

function standInFaults({ standIn }: PluginDefinition): readonly string[] {
  if (standIn === undefined || /^\.\/standIn\/[^/\\]+\.ts$/.test(standIn)) return [];
  return [`standIn is "${standIn}"; it is a path within the plugin's folder such as "./standIn/server.ts"`];
}

function duplicateFaults({
  name: plugin,
  workflows = [],
  hooks = [],
  tasks = [],
  schedules = [],
  migrations = [],
  takesPart = [],
}: PluginDefinition): readonly string[] {
  return [
    ...repeated(workflows.map((workflow) => ({ name: versioned(workflow) }))).map(
      (name) => `two workflows are named "${name}"; rename one, or give it a version`,
    ),
    ...repeated(takesPart).map((name) => `it takes part twice in "${name}"; merge the two`),
    ...repeated(migrations).map((name) => `two migrations are named "${name}"; rename one`),
    ...repeated(tasks.map((task) => ({ name: versioned(task) }))).map(
      (name) => `two tasks are "${name}"; rename one, or give it another version`,
    ),
    ...repeated(schedules).map((name) => `two schedules are named "${name}"; rename one`),
    ...repeated(hooks.filter((handler) => 'handle' in handler)).map(
      (name) => `two hook handlers are named "${name}"; give one a name: on(hook, handler, { name })`,
    ),
    ...repeated(catchUps(plugin, hooks)).map(
      (consumer) => `two hook handlers that begin with the oldest get the consumer "${consumer}"; rename one`,
    ),
    ...repeated(hooks.filter((handler) => 'answer' in handler)).map(
      (name) => `two handlers answer "${name}"; a plugin has one answer per question; merge them`,
    ),
  ];
}

function catchUps(
  plugin: string,
  hooks: PluginDefinition['hooks'] = [],
): readonly { readonly name: string }[] {
  const oldest = hooks.filter((handler) => 'from' in handler && handler.from === 'oldest');
  return oldest.map(({ name }) => ({ name: catchUpConsumer(plugin, name) }));
}

function repeated(named: readonly { readonly name: string }[]): readonly string[] {
  const names = named.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
