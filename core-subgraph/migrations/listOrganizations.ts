import { defineMigration } from '@nimbusvault/sdk';

/** The platform's list of organizations follows this table, in the same transaction; the runtime publishes it to the plugins. */
export const listOrganizations = defineMigration('20261130-list-organizations', {
  up: [`select list_organizations_of('organization')`],
  down: [`drop trigger organization_listed on organization`],
});
