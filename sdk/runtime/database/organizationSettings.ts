import { defineMigration, sealTenantTable } from '@nimbusvault/sdk/internal';
import { settingsRows } from './platformTables.ts';
import { relayPolicy } from './relayPolicy.ts';

export const organizationSettings = defineMigration('00000014-organization-settings', {
  up: [
    `create table organization_settings ${settingsRows}`,
    ...sealTenantTable('organization_settings'),
    relayPolicy('organization_settings'),
  ],
  down: [`drop table organization_settings`],
});
