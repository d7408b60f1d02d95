import { readStackState, type StackState } from '@nimbusvault/vault';
import { makeOrg as makeOrgIn, type TestOrg } from '@nimbusvault/testing';
import { inject } from 'vitest';

/** The addresses of the parts of the shared vault, without the plugins that it lists and does not run: those have the port 0. */
export function sharedVault(): StackState {
  const state = readStackState(inject('stateDir'));
  const running = Object.entries(state.subgraphs).filter(([, { url }]) => new URL(url).port !== '0');
  return { ...state, subgraphs: Object.fromEntries(running) };
}

/** The test's own organization in the shared vault. */
export function makeOrg(): Promise<TestOrg> {
  return makeOrgIn(inject('stateDir'));
}
