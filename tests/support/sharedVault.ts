import { readStackState, type StackState } from '@nimbusvault/vault';
import { makeOrg as makeOrgIn, type TestOrg } from '@nimbusvault/testing';
import { inject } from 'vitest';

/** The addresses of the parts of the shared vault. */
export function sharedVault(): StackState {
  return readStackState(inject('stateDir'));
}

/** The test's own organization in the shared vault. */
export function makeOrg(): Promise<TestOrg> {
  return makeOrgIn(inject('stateDir'));
}
