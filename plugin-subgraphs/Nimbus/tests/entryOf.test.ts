import { expect, test } from 'vitest';
import { entryOf, fillLink } from '../bll/activity/helpers.ts';
import { entity } from './feed.ts';

const time = new Date('2026-11-30T12:00:00Z');
const heard = (name: string, payload: unknown) => ({
  name,
  payload,
  version: 1,
  plugin: 'Core',
  userId: null,
  time,
});
const document = { entityType: 'Document', entityId: entity(1) };

test.each([
  ['entity.created', { ...document, version: 3 }, document],
  ['run.stuck', { run: entity(2), plugin: 'Tags' }, { entityType: 'Run', entityId: entity(2) }],
  ['letter.dead', { letter: entity(3) }, { entityType: 'DeadLetter', entityId: entity(3) }],
  ['tag.added', { tag: 'urgent' }, { entityType: null, entityId: null }],
  ['tag.added', null, { entityType: null, entityId: null }],
  ['tag.added', { entityType: 'a\0b', entityId: entity(1) }, { entityType: null, entityId: null }],
  ['tag.added', { entityType: 'Tag', entityId: 'seven' }, { entityType: null, entityId: null }],
])('%s with the payload %j is about %j', (name, payload, subject) => {
  expect(entryOf(heard(name, payload))).toMatchObject({ kind: name, at: time, ...subject });
});

test.each([
  ['run.stuck', true],
  ['letter.dead', true],
  ['plugin.configured', true],
  ['audit.written', true],
  ['entity.deleted', false],
  ['auditing.begun', false],
])('%s is for admins: %s', (name, isForAdmins) => {
  expect(entryOf(heard(name, document))).toMatchObject({ isForAdmins });
});

test.each([
  [7],
  ['text'],
  [[]],
  [[{ run: entity(1) }]],
  [{ run: [entity(1)] }],
  [{ entityType: {}, entityId: 1 }],
])('the payload %j is about nothing', (payload) => {
  expect(entryOf(heard('tag.added', payload))).toMatchObject({ entityType: null, entityId: null });
});

test('a link has the type and the id where its pattern says so, and nothing of them is a pattern', () => {
  const subject = { entityType: '{id}/..', entityId: entity(1) };
  expect(fillLink('https://v.example/{type}/{id}?of={type}', subject)).toBe(
    `https://v.example/%7Bid%7D%2F../${entity(1)}?of=%7Bid%7D%2F..`,
  );
});
