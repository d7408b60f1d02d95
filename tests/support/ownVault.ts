import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { startStack, type Stack } from '@nimbusvault/vault';
import { eventually, makeOrg, type TestOrg } from '@nimbusvault/testing';
import { copyInitializedState, ownFolder } from './initializedState.ts';
import { runNimbus, type Ran } from './runNimbus.ts';

const core = 'core-subgraph';
const pluginFolders = 'plugin-subgraphs';
const bookmarks = `${pluginFolders}/Bookmarks`;
const serversAndSubgraphs = 5;
const longestRestoreMs = 30_000;

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
  /** Gives its settings, its list of subgraphs and its plugins their content of the start, and waits until the vault has followed. */
  restore(): Promise<void>;
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
    restore: () => restore(folder, { files, stack }),
    async [Symbol.asyncDispose]() {
      await stack.stop();
      for (const each of [folder, state]) if (each) rmSync(each, { recursive: true });
    },
  };
}

/** The settings of the repository with this plugin alone: a test names the plugins that it needs. */
export function withBookmarks(text: string): VaultSettings {
  const settings = JSON.parse(text) as VaultSettings;
  return { ...settings, Base: { ...settings.Base, active_plugins: ['Bookmarks'] } };
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

/** The contents of the files that a vault runs from, by path; the settings come first. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const inPlugins = readdirSync(join(folder, pluginFolders), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const paths = ['vault-settings.json', 'supergraph.yaml']
    .map((file) => join(folder, file))
    .concat(inPlugins);
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

interface Start {
  readonly files: ReadonlyMap<string, string>;
  readonly stack: Stack;
}

/** A plugin that came later stops before its files go. */
async function restore(folder: string, { files, stack }: Start): Promise<void> {
  const now = filesOf(folder);
  for (const [path, text] of files) if (now.get(path) !== text) writeFileSync(path, text);
  await eventually(() => servesBookmarks(stack), longestRestoreMs);
  for (const path of now.keys()) if (!files.has(path)) rmSync(path);
  for (const name of readdirSync(join(folder, pluginFolders)))
    if (name !== 'Bookmarks') rmSync(join(folder, pluginFolders, name), { recursive: true });
}

/** All processes run, and the gateway serves the two subgraphs of the start. */
async function servesBookmarks(stack: Stack): Promise<boolean> {
  const processes = stack.processes();
  if (processes.length !== serversAndSubgraphs || processes.some(({ status }) => status !== 'ready'))
    return false;
  const response = await fetch(new URL('/health/ready', stack.gatewayUrl)).catch(() => undefined);
  const { serving, refused } = ((await response?.json()) ?? {}) as {
    serving?: readonly string[];
    refused?: readonly object[];
  };
  return serving?.join() === 'Core,Bookmarks' && refused?.length === 0;
}

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
