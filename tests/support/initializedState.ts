import { execFileSync } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { prepareState } from '@nimbusvault/vault';

const variable = 'NIMBUS_TEST_STATES';
const original = 'original';

/** A folder for the files of all vaults of a test run. */
interface States {
  readonly folder: string;
  /** Removes it, and the folders of all own vaults. */
  remove(): void;
}

/** Makes a state folder with core and Bookmarks in an initialized PostgreSQL, which own vaults of tests start from. */
export async function initializeState(): Promise<States> {
  const states = mkdtempSync(join(tmpdir(), 'nimbusvault-states-'));
  chmodSync(states, 0o711); // as root, PostgreSQL runs as another user
  const stateDir = join(states, original);
  mkdirSync(stateDir);
  await prepareState({ stateDir }, ['Core', 'Bookmarks']);
  process.env[variable] = states;
  const remove = () => {
    for (const each of [states, ...globSync(`${ownFolder()}*`)])
      rmSync(each, { recursive: true, force: true, maxRetries: 50 });
  };
  return { folder: states, remove };
}

/** The beginning of the names of the folders in which own vaults have their settings and plugins: within the repository, so that imports resolve. */
export function ownFolder(): string {
  return resolve(`.nimbus/own-${basename(process.env[variable] ?? 'alone')}-`);
}

/** A new copy of that state folder; undefined where none was made. */
export function copyInitializedState(): string | undefined {
  const states = process.env[variable];
  if (!states) return undefined;
  const copy = mkdtempSync(join(states, 'own-'));
  execFileSync('cp', ['-a', `${join(states, original)}/.`, copy]);
  return copy;
}
