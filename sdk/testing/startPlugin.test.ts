import { defineEntity, p } from '@mikro-orm/core';
import { expect, test } from 'vitest';
import { tenantColumns } from '@nimbusvault/sdk';
import { runWorkflow } from '@nimbusvault/sdk/internal';
import { fused, Ledger } from './fixtures/Ledger.ts';
import { startPlugin } from './index.ts';

test('a plugin runs with the settings of its test', async () => {
  await using ledger = await startPlugin(Ledger, { signature: ' — us' });
  const answer = await runWorkflow(fused, { text: 'hi', end: 'well' }, ledger.opened.vaultFor('acme'));
  expect(answer).toMatchObject({ last: 'hi — us' });
});

test.each([
  [{ signature: 7 }, /Ledger\.signature: .*expected string/],
  [{ signatur: '' }, /Ledger: .*"signatur"/],
])('settings %j are refused with the path of the fault, and no process stays', async (settings, message) => {
  await expect(startPlugin(Ledger, settings)).rejects.toThrow(message);
});

const NoteSchema = defineEntity({ name: 'Note', properties: { ...tenantColumns, title: p.text() } });
class Note extends NoteSchema.class {}
NoteSchema.setClass(Note);

test('a plugin with an entity that no migration makes does not start', async () => {
  const unmigrated = { ...Ledger, entities: [...Ledger.entities, Note] };
  await expect(startPlugin(unmigrated)).rejects.toThrow(/entities\/Note\.ts: Note has the column title/);
});
