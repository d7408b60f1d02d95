import { z } from 'zod';
import type { OrganizationSchema, SettingField, StoredSettings as Stored } from '@nimbusvault/sdk/internal';
import { VaultError } from '@nimbusvault/sdk/kernel';
import type { SecretBox } from './secretBox.ts';

/** The settings of organizations of one plugin: their schema, and the box of its secrets. */
export interface SettingsSite {
  readonly plugin: string;
  readonly organization: OrganizationSchema;
  readonly box: SecretBox;
}

/** The values as an organization gave them, and why some of them cannot be read, by field. */
interface Opened {
  readonly values: Readonly<Record<string, unknown>>;
  readonly faults: ReadonlyMap<string, VaultError>;
}

const sealedValue = z.strictObject({ sealed: z.string() });

/** Reads stored values; those of fields that the schema has no longer are left out. */
export function openStored(stored: Stored, org: string, site: SettingsSite): Opened {
  const values: Record<string, unknown> = {};
  const faults = new Map<string, VaultError>();
  for (const field of site.organization.fields.filter(({ name }) => Object.hasOwn(stored, name))) {
    try {
      values[field.name] = openValue(stored[field.name], field, { org, site });
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      faults.set(field.name, error);
    }
  }
  return { values, faults };
}

type Place = { readonly org: string; readonly site: SettingsSite };

function openValue(value: unknown, field: SettingField, { org, site }: Place): unknown {
  const { plugin, box } = site;
  const sealed = sealedValue.safeParse(value).data?.sealed;
  if (value === null || (!field.isSecret && sealed === undefined)) return value;
  if (field.isSecret && sealed !== undefined) return box.open(sealed, { plugin, org, field: field.name });
  throw new VaultError(
    'ORGANIZATION_SETTINGS_INVALID',
    `"${field.name}" of ${plugin} was stored ${field.isSecret ? 'before it was a secret' : 'while it was a secret'}. An admin of ${org} enters it again.`,
  );
}

/** Returns values as they are stored: secrets sealed. A secret that has not changed stays as it is stored in `before`. */
export function sealValues(
  values: Readonly<Record<string, unknown>>,
  { before, unchanged }: { readonly before: Stored; readonly unchanged: readonly string[] },
  { org, site }: Place,
): Stored {
  const { fields } = site.organization;
  const sealed = fields
    .filter(({ name }) => Object.hasOwn(values, name))
    .map(({ name, isSecret }) => {
      const value = values[name];
      if (!isSecret || typeof value !== 'string') return [name, value] as const;
      if (unchanged.includes(name) && isCurrent(before[name], site)) return [name, before[name]] as const;
      return [name, { sealed: site.box.seal(value, { plugin: site.plugin, org, field: name }) }] as const;
    });
  const known = new Set(fields.map(({ name }) => name));
  const unknown = Object.entries(before).filter(([name]) => !known.has(name)); // another release may know them
  return Object.fromEntries([...unknown, ...sealed]);
}

/** False if the key before the current one has encrypted a secret among them. */
export function areCurrent(stored: Stored, site: SettingsSite): boolean {
  return site.organization.fields.every(({ name }) => isCurrent(stored[name], site));
}

function isCurrent(value: unknown, { box }: SettingsSite): boolean {
  const sealed = sealedValue.safeParse(value).data?.sealed;
  return sealed === undefined || box.isCurrent(sealed);
}
