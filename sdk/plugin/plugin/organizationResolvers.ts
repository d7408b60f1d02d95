import {
  outcome,
  VaultError,
  type HostedVault,
  type OrganizationSettings,
  type ShownSettings,
  type Vault,
} from '../kernel/index.ts';
import { organizationNames } from './organizationTypes.ts';
import type { Resolvers } from './resolvers.ts';
import type { OrganizationSchema, SettingField } from './settingFields.ts';

/** The resolvers of the fields that `organizationTypeDefs` declares. */
export function organizationResolvers(plugin: string, { fields }: OrganizationSchema): Resolvers {
  const { query, mutation, type } = organizationNames(plugin);
  return {
    Query: { [query]: (_, _args, vault) => hostOf(vault).show(vault) },
    Mutation: {
      [mutation]: async (_, { input }, vault) => {
        const changed = await hostOf(vault).change(asValues(input, fields), vault);
        return 'fault' in changed ? outcome('InvalidInput', changed.fault) : { ...changed, __typename: type };
      },
    },
    [type]: Object.fromEntries(
      fields.map((field) => [field.name, (shown: ShownSettings) => shownValue(field, shown)]),
    ),
  };
}

function hostOf({ organizationSettings, plugin }: HostedVault & Vault): OrganizationSettings {
  if (organizationSettings) return organizationSettings;
  throw new VaultError('PLUGIN_INVALID', `${plugin} has no settings of organizations here.`);
}

function asValues(
  input: Readonly<Record<string, unknown>>,
  fields: readonly SettingField[],
): Readonly<Record<string, unknown>> {
  const ofName = new Map(fields.map((field) => [field.name, field]));
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      const { options } = ofName.get(name) ?? {};
      return [name, options ? each(value, (option) => options.get(String(option))) : value];
    }),
  );
}

function shownValue({ name, options }: SettingField, { values, unreadable }: ShownSettings): unknown {
  const fault = unreadable[name];
  if (fault !== undefined) throw new VaultError('ORGANIZATION_SETTINGS_INVALID', fault);
  const value = values[name] ?? null;
  if (!options || value === null) return value;
  const names = new Map([...options].map(([option, stored]) => [stored, option]));
  return each(value, (stored) => names.get(String(stored)));
}

function each(value: unknown, convert: (item: unknown) => unknown): unknown {
  if (value === null) return null;
  return Array.isArray(value) ? value.map(convert) : convert(value);
}
