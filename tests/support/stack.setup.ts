import { startStack, type Stack } from '@nimbusvault/vault';
import type { TestProject } from 'vitest/node';
import { initializeState } from './initializedState.ts';
import { writeBookmarksSettings } from './ownVault.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The state folder of the vault that all e2e tests share. */
    stateDir: string;
  }
}

let stack: Stack | undefined;
let removeStates: (() => void) | undefined;

/** One whole vault with Bookmarks for all e2e tests; every test creates its own organization in it. */
export async function setup(project: TestProject): Promise<void> {
  const states = await initializeState();
  removeStates = states.remove;
  const settingsFile = writeBookmarksSettings(states.folder);
  stack = await startStack({ settingsFile, onProgress: (line) => process.stderr.write(`${line}\n`) });
  project.provide('stateDir', stack.stateDir);
}

export async function teardown(): Promise<void> {
  await stack?.stop();
  removeStates?.();
}
