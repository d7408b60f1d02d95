import { defineMigration } from '@nimbusvault/sdk';

const idInPath = String.raw`'^[^?#]*/entity/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})(/|[?#]|$)'`;

export const pointAtEntity = defineMigration('20261129-point-at-entity', {
  up: [
    // PostgreSQL computes the new column of the rows that exist; from then on the plugin writes it.
    `alter table shared_bookmark add column entity_id uuid
       generated always as ((regexp_match(lower(target_url), ${idInPath}))[1]::uuid) stored`,
    `alter table shared_bookmark alter column entity_id drop expression`,
    `create index shared_bookmark_by_entity on shared_bookmark (org, entity_id) where entity_id is not null`,
  ],
  down: [`alter table shared_bookmark drop column entity_id`],
});
