import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { startStack, type Stack } from '@nimbusvault/sdk/stack';
import { makeOrg, type TestOrg } from '@nimbusvault/sdk/testing';

const subgraphs = { Core: 'core-subgraph', Bookmarks: 'plugin-subgraphs/Bookmarks' } as const;

/** A vault of a test's own, whose settings, schemas and processes it may change. */
export interface OwnVault extends AsyncDisposable {
  readonly stack: Stack;
  /** What the supervisor has told, a line each. */
  readonly told: readonly string[];
  makeOrg(): Promise<TestOrg>;
  /** Writes `Base.active_plugins`, as somebody with an editor would. */
  activate(...plugins: readonly string[]): void;
  /** Changes the committed schema of a subgraph. */
  changeSchema(name: keyof typeof subgraphs, change: (sdl: string) => string): void;
}

/** Starts a whole vault on copies of the settings and the schemas; `sections` of the settings replace what is there. */
export async function startOwnVault(sections: object = {}): Promise<OwnVault> {
  const folder = copyRepository();
  const settingsFile = join(folder, 'vault-settings.json');
  rewrite(settingsFile, (text) => JSON.stringify({ ...(JSON.parse(text) as object), ...sections }));
  const told: string[] = [];
  const stack = await startStack({
    settingsFile,
    supergraphFile: join(folder, 'supergraph.yaml'),
    onProgress: (line) => told.push(line),
  });
  return {
    stack,
    told,
    makeOrg: () => makeOrg(stack.stateDir),
    activate: (...plugins) =>
      rewrite(settingsFile, (text) => {
        const settings = JSON.parse(text) as { Base: object };
        return JSON.stringify({ ...settings, Base: { ...settings.Base, active_plugins: plugins } });
      }),
    changeSchema: (name, change) => rewrite(join(folder, subgraphs[name], 'schema.graphql'), change),
    async [Symbol.asyncDispose]() {
      await stack.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

function copyRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-own-'));
  for (const file of ['vault-settings.json', 'supergraph.yaml']) copyFileSync(file, join(folder, file));
  for (const [name, home] of Object.entries(subgraphs)) {
    const module = join(home, `${name}.ts`);
    mkdirSync(join(folder, dirname(module)), { recursive: true });
    symlinkSync(resolve(module), join(folder, module));
    copyFileSync(join(home, 'schema.graphql'), join(folder, home, 'schema.graphql'));
  }
  return folder;
}

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
