/** Every class of misuse is a compile error: each line below stops compiling when the check that it proves is lost. */
import { defineEntity, p } from '@mikro-orm/core';
import { letters, names } from '@nimbusvault/testing/fixtures/Archive';
import { entries } from '@nimbusvault/testing/fixtures/Ledger';
import type { Vault } from '../kernel/index.ts';
import { addSearch, defineService, searchable, tenantColumns } from './index.ts';

declare const vault: Vault;

const found = await letters.search('wind', { first: 5, where: { place: 'Oslo' } }, vault);
export const subject: string | undefined = found.matches[0]?.row.subject;

// 1. An entity is searched that is not searchable.
// @ts-expect-error
await entries.search('wind', {}, vault);

const NoteSchema = defineEntity({
  name: 'Note',
  properties: { ...tenantColumns, title: p.string(), pages: p.integer(), ...searchable(['titel', 'pages']) },
});
class Note extends NoteSchema.class {}

// 2. An entity is searched by a property that it does not have, and by one that is no text: the error names both.
// @ts-expect-error
await defineService(Note).search('wind', {}, vault);

// 3. A search has a language that PostgreSQL does not have.
// @ts-expect-error
searchable(['title'], { language: 'klingon' });

// 4. A search has no property.
// @ts-expect-error
searchable([]);

// 5. A migration adds a search in a language that PostgreSQL does not have.
// @ts-expect-error
addSearch('note', ['title'], { language: 'klingon' });

// 6. A search is limited by a property that the row does not have.
// @ts-expect-error
await letters.search('wind', { where: { plaec: 'Oslo' } }, vault);

// 7. A search is limited by the text that it searches.
// @ts-expect-error
await letters.search('wind', { where: { searchText: 'wind' } }, vault);

// 8. A row is created with what PostgreSQL computes.
// @ts-expect-error
await letters.create({ subject: 'East', searchText: 'wind' }, vault);

// 9. A page of matches is asked for from its end.
// @ts-expect-error
await letters.search('wind', { last: 5 }, vault);

// 10. Rows without vectors are compared.
// @ts-expect-error
await names.nearest({ vector: [1, 0, 0], model: 'mini' }, {}, vault);

// 11. A vector is compared without the name of its model.
// @ts-expect-error
await letters.nearest({ vector: [1, 0, 0] }, {}, vault);
