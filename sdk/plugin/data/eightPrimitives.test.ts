import { defineEntity } from '@mikro-orm/core';
import { expect, test } from 'vitest';
import { defineService, tenantColumns } from './index.ts';

const NoteSchema = defineEntity({ name: 'Note', properties: tenantColumns });
class Note extends NoteSchema.class {}
NoteSchema.setClass(Note);

test('a service has the eight primitives, and nothing can be added', () => {
  const notes = defineService(Note);
  expect(Object.keys(notes).toSorted()).toEqual([
    'bulkCreate',
    'bulkDelete',
    'bulkUpdate',
    'create',
    'delete',
    'filter',
    'get',
    'update',
  ]);
  expect(() => Object.assign(notes, { recent: () => [] })).toThrow(TypeError);
});
