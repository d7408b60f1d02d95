import { addSearch, addVector, defineMigration, tenantTable } from '@nimbusvault/sdk';

export const createSummary = defineMigration('20261130-create-summary', {
  up: [
    ...tenantTable(
      'summary',
      `newest integer not null,
       version integer not null,
       text text,
       model varchar(200),
       vector_model varchar(200)`,
    ),
    ...tenantTable(
      'passage',
      `document_id uuid not null,
       title varchar(255) not null,
       text text not null`,
    ),
    ...addSearch('passage', ['title', 'text'], { language: 'english' }),
    ...addVector('passage'),
    `create index passage_by_document on passage (org, document_id)`,
  ],
  down: [`drop table passage`, `drop table summary`],
});
