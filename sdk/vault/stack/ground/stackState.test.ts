import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStackState, removeStackState, writeStackState, type StackState } from './stackState.ts';

const keys = { assertionPrivate: '', assertionPublic: '', identityPrivate: '', identityPublic: '' };
const state: StackState = {
  pid: process.pid,
  gatewayUrl: 'http://127.0.0.1:4000/graphql',
  databaseUrl: '',
  natsUrl: '',
  subgraphs: {},
  settingsFile: '',
  supergraphFile: '',
  keys,
};
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nimbusvault-test-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

test('a running vault reports all its addresses, and a stopped one does not', () => {
  writeStackState(folder, state);
  expect(readStackState(folder)).toEqual(state);

  removeStackState(folder);
  expect(() => readStackState(folder)).toThrow(`No vault runs on ${folder}.`);
});

test('a killed vault counts as stopped', () => {
  const { pid } = spawnSync('true');
  writeStackState(folder, { ...state, pid });
  expect(() => readStackState(folder)).toThrow(`No vault runs on ${folder}.`);
});
