import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { startStack, type Stack } from '@nimbusvault/vault';
import { makeOrg, type TestOrg } from '@nimbusvault/testing';
import { copyInitializedState, ownFolder } from './initializedState.ts';
import { runNimbus, type Ran } from './runNimbus.ts';

const core = 'core-subgraph';
const pluginFolders = 'plugin-subgraphs';
const bookmarks = `${pluginFolders}/Bookmarks`;

/** A test's own vault, whose settings, schemas and processes it may change. */
export interface OwnVault extends AsyncDisposable {
  readonly stack: Stack;
  /** The lines that the supervisor has reported. */
  readonly told: string[];
  makeOrg(): Promise<TestOrg>;
  /** Runs a verb of the command line in the folder of this vault. */
  nimbus(...args: readonly string[]): Promise<Ran>;
  /** Writes `Base.active_plugins`, as a user with an editor would. */
  activate(...plugins: readonly string[]): void;
  readonly folder: string;
  /** Changes a file of Bookmarks, as a user with an editor would. */
  changeBookmarks(file: string, change: (text: string) => string): void;
  /** Whether its settings, its list of subgraphs and its plugins were not written since it started; it follows a write a moment later. */
  isUntouched(): boolean;
}

/** vault-settings.json. */
interface VaultSettings {
  readonly Base: object;
  readonly [plugin: string]: object;
}

/** Starts a whole vault with Bookmarks on copies of the settings and the schemas; `prepare` may change their folder before. */
export async function startOwnVault(
  changeSettings: (settings: VaultSettings) => object = (settings) => settings,
  prepare: (folder: string) => Promise<void> = async () => {},
): Promise<OwnVault> {
  const folder = copyRepository();
  await prepare(folder);
  const settingsFile = join(folder, 'vault-settings.json');
  rewrite(settingsFile, (text) => JSON.stringify(changeSettings(withBookmarks(text))));
  const files = filesOf(folder);
  const told: string[] = [];
  const state = copyInitializedState();
  const stack = await startStack({
    ...(state ? { stateDir: state } : {}),
    settingsFile,
    supergraphFile: join(folder, 'supergraph.yaml'),
    onProgress: (line) => told.push(line),
  });
  return {
    stack,
    told,
    makeOrg: () => makeOrg(stack.stateDir),
    nimbus: (...args) => runNimbus(args, { cwd: folder, env: { NIMBUS_STATE: stack.stateDir } }),
    activate: (...plugins) =>
      rewrite(settingsFile, (text) => {
        const settings = JSON.parse(text) as { Base: object };
        return JSON.stringify({ ...settings, Base: { ...settings.Base, active_plugins: plugins } });
      }),
    folder,
    changeBookmarks: (file, change) => rewrite(join(folder, bookmarks, file), change),
    isUntouched: () => filesOf(folder) === files,
    async [Symbol.asyncDispose]() {
      await stack.stop();
      for (const each of [folder, state]) if (each) rmSync(each, { recursive: true });
    },
  };
}

/** The settings of the repository with this plugin alone: a test names the plugins that it needs. */
function withBookmarks(text: string): VaultSettings {
  const settings = JSON.parse(text) as VaultSettings;
  return { ...settings, Base: { ...settings.Base, active_plugins: ['Bookmarks'] } };
}

/** Writes these settings into a folder; returns the path of the file. */
export function writeBookmarksSettings(folder: string): string {
  const file = join(folder, 'vault-settings.json');
  writeFileSync(file, JSON.stringify(withBookmarks(readFileSync('vault-settings.json', 'utf8'))));
  return file;
}

/** Core is the repository's own. */
function copyRepository(): string {
  mkdirSync('.nimbus', { recursive: true });
  const folder = mkdtempSync(ownFolder());
  for (const file of ['vault-settings.json', 'supergraph.yaml']) copyFileSync(file, join(folder, file));
  cpSync(bookmarks, join(folder, bookmarks), { recursive: true });
  mkdirSync(join(folder, core));
  copyFileSync(join(core, 'schema.graphql'), join(folder, core, 'schema.graphql'));
  symlinkSync(resolve(core, 'Core.ts'), join(folder, core, 'Core.ts'));
  return folder;
}

/** The files that a vault runs from, each with the time at which it was last written, as one text. */
function filesOf(folder: string): string {
  const inPlugins = readdirSync(join(folder, pluginFolders), { recursive: true, withFileTypes: true });
  const paths = inPlugins
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const all = ['vault-settings.json', 'supergraph.yaml'].map((file) => join(folder, file)).concat(paths);
  return JSON.stringify(all.toSorted().map((path) => [path, statSync(path).mtimeMs]));
}

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
