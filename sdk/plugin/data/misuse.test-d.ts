/** Every class of misuse is a compile error: each line below stops compiling when the check that it proves is lost. */
import { defineEntity, p } from '@mikro-orm/core';
import type { Vault } from '../kernel/index.ts';
import { defineService, tenantColumns } from './index.ts';

const NoteSchema = defineEntity({
  name: 'Note',
  properties: { ...tenantColumns, title: p.text(), at: p.datetime() },
});
class Note extends NoteSchema.class {}
NoteSchema.setClass(Note);

declare const vault: Vault;
export const notes = defineService(Note, { filterable: ['id', 'title', 'at'], sortable: ['at'] });
await notes.filter({ orderBy: { at: 'desc' }, asked: { first: 1, orderBy: [{ field: 'AT' }] } }, vault);

// 1. Callers may filter or sort by a column that the entity does not have.
// @ts-expect-error
defineService(Note, { filterable: ['body'] });
// @ts-expect-error
defineService(Note, { sortable: ['body'] });

// 2. Callers may filter or sort by the organization.
// @ts-expect-error
defineService(Note, { filterable: ['org'] });
// @ts-expect-error
defineService(Note, { sortable: ['org'] });

// 3. An option is misspelt.
// @ts-expect-error
defineService(Note, { filterables: ['title'] });

// 4. A caller's arguments stand where the author's own are expected, and the other way round.
// @ts-expect-error
await notes.filter({ orderBy: [{ field: 'AT' }] }, vault);
// @ts-expect-error
await notes.filter({ asked: { orderBy: { at: 'desc' } } }, vault);
// @ts-expect-error
await notes.filter({ filter: { title: { eq: 'a' } } }, vault);

// 5. The lists of each are of no field, of a field that is no text, or of several.
// @ts-expect-error
await notes.filter({ of: { body: 'a' } }, vault);
// @ts-expect-error
await notes.filter({ of: { at: new Date() } }, vault);
// @ts-expect-error
await notes.filter({ of: {} }, vault);
