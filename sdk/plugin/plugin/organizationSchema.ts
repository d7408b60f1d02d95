import type { z } from 'zod';
import { encryptionKeysName } from '../kernel/index.ts';
import { organizationNames } from './organizationTypes.ts';
import { objectTypes } from './objectTypes.ts';
import type { PluginDefinition } from './plugin.ts';
import { readSettingFields, type OrganizationSchema } from './settingFields.ts';

/** The settings that organizations make for themselves; undefined for a plugin without such settings. */
export function organizationSchemaOf({
  organizationSettings: schema,
}: PluginDefinition): OrganizationSchema | undefined {
  return schema && { schema, fields: readSettingFields(schema).fields };
}

/** The faults of a plugin's settings, each with its remedy. */
export function organizationFaults(definition: PluginDefinition): readonly string[] {
  const { organizationSettings, settings } = definition;
  return [
    ...reservedKey(settings),
    ...(organizationSettings ? readSettingFields(organizationSettings).faults : []),
    ...(organizationSettings ? takenNames(definition) : []),
  ];
}

/** The runtime alone reads the keys. */
function reservedKey(settings: z.ZodType | undefined): readonly string[] {
  const { shape } = (settings?._zod.def ?? {}) as { readonly shape?: object };
  if (!shape || !(encryptionKeysName in shape)) return [];
  return [
    `settings has "${encryptionKeysName}", which the runtime reads for the plugin's secrets; rename it`,
  ];
}

function takenNames({ name: plugin, typeDefs }: PluginDefinition): readonly string[] {
  const { query, mutation, type } = organizationNames(plugin);
  const own = (typeDefs ? objectTypes(typeDefs) : []).flatMap(({ name, fields = [] }) => [
    name.value,
    ...fields.map((field) => `${name.value}.${field.name.value}`),
  ]);
  return [`Query.${query}`, `Mutation.${mutation}`, type]
    .filter((name) => own.includes(name))
    .map((name) => `${name} is generated from organizationSettings; rename the plugin's own`);
}
