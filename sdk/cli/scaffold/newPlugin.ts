import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseTree } from 'jsonc-parser';
import { isMap, parseDocument } from 'yaml';
import { urlVariable, VaultError } from '@nimbusvault/sdk/kernel';
import type { Files, Parts } from './files.ts';
import type { Names } from './names.ts';
import { pluginFiles, type PackageFacts } from './pluginFiles.ts';
import { sdkFacts } from './sdkFacts.ts';
import { fillTemplates } from './templates.ts';

export interface NewPlugin {
  readonly names: Names;
  readonly parts: Parts;
  readonly author: string;
  /** For a new repository, a folder with the packages of `npm run pack:sdk`; npm's registry by default. */
  readonly packages?: string | undefined;
  /** The vault's repository, or an empty folder for a new repository. */
  readonly root: string;
}

/** The place of a new plugin. */
export interface Written {
  readonly folder: string;
  /** The file that lists it with its schema. */
  readonly supergraphFile: string;
  /** True for a plugin among those of a vault. */
  readonly isAmongOthers: boolean;
}

/** Writes a plugin that runs, completely or not at all. Throws BAD_USER_INPUT if its name is already used. */
export function writePlugin(plugin: NewPlugin): Written {
  const { names, root } = plugin;
  const supergraphFile = join(root, 'supergraph.yaml');
  const isAmongOthers = existsSync(supergraphFile);
  const folder = resolve(root, isAmongOthers ? join('plugin-subgraphs', names.Plugin) : names.Plugin);
  if (existsSync(folder))
    throw refuse(`${folder} already exists. Choose another name, or add to it with "nimbus add".`);
  if (!isAmongOthers) {
    writeFolder(folder, filesOfRepository(plugin));
    return { folder, supergraphFile: join(folder, 'supergraph.yaml'), isAmongOthers };
  }
  const settingsFile = join(root, 'vault-settings.json');
  const texts = [
    [supergraphFile, withSubgraph(supergraphFile, names.Plugin)],
    ...(existsSync(settingsFile) ? [[settingsFile, withSection(settingsFile, names.Plugin)]] : []),
  ] as const;
  writeFolder(folder, filesAmongOthers(plugin));
  for (const [file = '', text = ''] of texts) writeFileSync(file, text);
  return { folder, supergraphFile, isAmongOthers };
}

function filesAmongOthers({ names, parts, author }: NewPlugin): Files {
  const { dependencies } = sdkFacts();
  const name = `@nimbusvault/plugin-${names.Plugin.toLowerCase()}`;
  return pluginFiles(names, parts, { name, author, dependencies });
}

function filesOfRepository({ names, parts, author, packages }: NewPlugin): Files {
  const { dependencies, devDependencies } = sdkFacts(packages);
  const facts: PackageFacts = { name: `plugin-${names.Plugin.toLowerCase()}`, author, dependencies };
  const files = pluginFiles(names, parts, facts);
  const content = JSON.parse(files['package.json'] ?? '{}') as object;
  const scripts = { dev: `nimbus dev ${names.Plugin}`, test: 'vitest run', types: 'tsc --project .' };
  const whole = { ...content, scripts, devDependencies };
  return {
    ...files,
    ...fillTemplates('repository', names),
    'package.json': `${JSON.stringify(whole, null, 2)}\n`,
  };
}

/** Into a temporary folder beside it first: a plugin exists completely or not at all. */
function writeFolder(folder: string, files: Files): void {
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(join(dirname(folder), '.new-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(unfinished, path)), { recursive: true });
      writeFileSync(join(unfinished, path), text);
    }
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** Returns supergraph.yaml with the new subgraph; the rest keeps its formatting. */
function withSubgraph(supergraphFile: string, plugin: string): string {
  const document = parseDocument(readFileSync(supergraphFile, 'utf8'));
  const subgraphs: unknown = document.get('subgraphs');
  if (document.errors.length > 0 || !isMap(subgraphs))
    throw refuse(`${supergraphFile} has no readable list of subgraphs. Correct it first.`);
  const taken = subgraphs.items.map(({ key }) => String(key)).find((name) => isSame(name, plugin));
  if (taken) throw refuse(`${supergraphFile} already lists a subgraph ${taken}. Choose another name.`);
  document.setIn(['subgraphs', plugin], {
    routing_url: `\${env.${urlVariable(plugin)}}`,
    schema: { file: `./plugin-subgraphs/${plugin}/schema.graphql` },
  });
  return document.toString({ lineWidth: 0 });
}

/** Names that differ only in capitals would share a variable, a role and a database schema. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Returns vault-settings.json with an empty section for the new plugin; the rest keeps its formatting. */
function withSection(settingsFile: string, plugin: string): string {
  const text = readFileSync(settingsFile, 'utf8');
  const last = parseTree(text)?.children?.at(-1);
  if (!last) throw refuse(`${settingsFile} is not JSON with a section "Base". Correct it first.`);
  const [indent = ''] = /\s*$/.exec(text.slice(0, last.offset)) ?? [];
  const end = last.offset + last.length;
  return `${text.slice(0, end)},${indent}"${plugin}": {}${text.slice(end)}`;
}

function refuse(message: string): VaultError {
  return new VaultError('BAD_USER_INPUT', message);
}
