import type { EntityManager } from '@mikro-orm/core';
import { isOn, organizationNames, type Plugin } from '@nimbusvault/sdk/internal';
import { coreName, isDatabaseAway, VaultError, type Vault } from '@nimbusvault/sdk/kernel';
import { knownSwitches } from '../database/knownSwitches.ts';
import type { FieldResolvers, ResolverArguments } from './guardFields.ts';

type Resolve = (...asked: ResolverArguments) => unknown;

const ofRequests = new WeakMap<EntityManager, Promise<boolean>>();

/** Puts the root fields behind the switch of the organization, but for those with which its admins configure the plugin. */
export function behindSwitch(plugin: Plugin, resolvers: FieldResolvers): FieldResolvers {
  if (plugin.name === coreName) return resolvers;
  const { query, mutation } = organizationNames(plugin.name);
  const open = plugin.organizationSettings ? [query, mutation] : [];
  const behind = ['Query', 'Mutation'].flatMap((type) => {
    const fields = resolvers[type];
    return fields ? [[type, mapFields(fields, open, plugin)] as const] : [];
  });
  return { ...resolvers, ...Object.fromEntries(behind) };
}

function mapFields(fields: Readonly<Record<string, Resolve>>, open: readonly string[], plugin: Plugin) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, resolve]) => [
      name,
      open.includes(name) ? resolve : refusing(resolve, plugin),
    ]),
  );
}

function refusing(resolve: Resolve, plugin: Plugin): Resolve {
  return async (...asked) => {
    const [, , vault] = asked;
    if (await isOnFor(plugin, vault)) return resolve(...asked);
    throw new VaultError(
      'PLUGIN_NOT_ENABLED',
      `${plugin.name} is turned off for ${vault.org}. An admin of ${vault.org} turns it on with enablePlugin.`,
    );
  };
}

/** Whether the plugin is on for the organization of a request: one answer for all of its fields, at most a second old. */
export function isOnFor(plugin: Plugin, vault: Vault): Promise<boolean> {
  if (plugin.name === coreName) return Promise.resolve(true);
  const answer = ofRequests.get(vault.em) ?? readOrRemember(plugin, vault);
  ofRequests.set(vault.em, answer);
  return answer;
}

/** While the database is away, fields that do not need it go on as they were. */
async function readOrRemember(plugin: Plugin, vault: Vault): Promise<boolean> {
  const known = knownSwitches(plugin.name, vault.em);
  const fresh = known.fresh(vault.org);
  if (fresh !== undefined) return fresh;
  const readAt = performance.now();
  try {
    const answer = await isOn(vault);
    known.note(vault.org, { isOn: answer, readAt });
    return answer;
  } catch (error) {
    const last = known.last(vault.org);
    if (last === undefined || !isDatabaseAway(error)) throw error;
    return last;
  }
}
