import { defineEntity, p } from '@mikro-orm/core';

/** A stored value: a secret is an object, so that no plain text passes for one. */
export type StoredSettings = Readonly<Record<string, unknown>>;

const OrganizationRowSchema = defineEntity({
  name: 'OrganizationRow',
  tableName: 'organization_settings',
  properties: {
    org: p.string().primary(),
    stored: p.json<StoredSettings>(),
  },
});

/** The settings that an organization has made for the plugin. */
export class OrganizationRow extends OrganizationRowSchema.class {}
OrganizationRowSchema.setClass(OrganizationRow);
