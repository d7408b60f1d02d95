import type { EntityManager } from '@mikro-orm/core';
import {
  VaultError,
  type HostedVault,
  type OrganizationSettings,
  type ShownSettings,
} from '@nimbusvault/sdk/kernel';
import { type SettingField, OrganizationRow, type StoredSettings as Stored } from '@nimbusvault/sdk/internal';
import { changeSettings } from './changeSettings.ts';
import { openStored, type SettingsSite } from './storedSettings.ts';

/** Stands for a secret that is set. */
const mask = '••••••••';

/** The settings of organizations for the vaults of one plugin. Nothing is cached: every process reads what is committed. */
export function hostSettings(site: SettingsSite): OrganizationSettings {
  return {
    async read(vault) {
      return parseStored(await readStored(vault), vault, site);
    },
    async show(vault) {
      return shownOf(await readStored(vault), vault, site);
    },
    async change(input, vault) {
      const changed = await changeSettings(withoutMasks(input, site), vault, site);
      return 'fault' in changed ? changed : shownOf(changed.stored, vault, site);
    },
  };
}

async function readStored({
  em,
  org,
}: {
  readonly em: EntityManager;
  readonly org: string;
}): Promise<Stored> {
  const row = await em.findOne(OrganizationRow, { org }, { disableIdentityMap: true });
  return row?.stored ?? {};
}

function parseStored(stored: Stored, { org }: HostedVault, site: SettingsSite): unknown {
  const { plugin, organization } = site;
  const { values, faults } = openStored(stored, org, site);
  const [fault] = faults.values();
  if (fault) throw fault;
  const parsed = organization.schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const why = parsed.error.issues.map(({ path, message }) =>
    values[String(path[0])] === undefined
      ? `"${path.join('.')}" is not set`
      : `"${path.join('.')}": ${message}`,
  );
  throw new VaultError(
    'ORGANIZATION_SETTINGS_INVALID',
    `${plugin} cannot work for ${org} with these settings: ${why.join('; ')}. An admin of ${org} sets them with configure${plugin}.`,
  );
}

function shownOf(stored: Stored, { org }: HostedVault, site: SettingsSite): ShownSettings {
  const { values, faults } = openStored(stored, org, site);
  const shown: Record<string, unknown> = {};
  const unreadable: Record<string, string> = {};
  for (const field of site.organization.fields) {
    const { name } = field;
    const fault = faults.get(name)?.message ?? misfitOf(values[name], field, site);
    if (fault === undefined) shown[name] = shownValue(values[name], field);
    else unreadable[name] = fault;
  }
  return { values: shown, unreadable };
}

/** The reason why a stored value does not fit any more; a value that is not set has none. */
function misfitOf(
  value: unknown,
  { name, schema }: SettingField,
  { plugin }: SettingsSite,
): string | undefined {
  const { error } = schema.safeParse(value);
  if (value === undefined || !error) return undefined;
  return `"${name}" no longer fits: ${error.issues[0]?.message}. Set it again with configure${plugin}.`;
}

/** A value that is not set shows its default. */
function shownValue(value: unknown, { schema, isSecret }: SettingField): unknown {
  if (isSecret) return typeof value === 'string' ? mask : null;
  return schema.safeParse(value).data ?? null;
}

function withoutMasks(input: Stored, { organization }: SettingsSite): Stored {
  const secrets = organization.fields.filter(({ isSecret }) => isSecret).map(({ name }) => name);
  return Object.fromEntries(
    Object.entries(input).filter(([name, value]) => value !== mask || !secrets.includes(name)),
  );
}
