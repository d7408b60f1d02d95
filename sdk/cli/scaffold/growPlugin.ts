import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { hookFiles, participantFiles } from './coreParts.ts';
import type { Files } from './files.ts';
import { mergeModules } from './mergeModules.ts';
import { mergeSchemas } from './mergeSchemas.ts';
import { kebabOf, namesOf } from './names.ts';
import { dataParts, entityFiles, listed, manifestText, type Part } from './pluginFiles.ts';
import { fillTemplates } from './templates.ts';

/** The parts that can be added to a plugin. */
export type Growth =
  | { readonly kind: 'entity' | 'hook' | 'participant'; readonly name: string }
  | { readonly kind: 'mutation' | 'task'; readonly name: string; readonly entity: string };

/** The outcome for a file. */
interface Grown {
  readonly path: string;
  readonly did: 'made' | 'grown';
}

/**
 * Adds a part to a plugin: new files, and the missing lines of existing files. Throws BAD_USER_INPUT, and
 * changes nothing, if the part already exists.
 */
export function growPlugin(plugin: string, folder: string, growth: Growth): readonly Grown[] {
  refuseUnknownEntity(folder, growth);
  const files = partFiles(plugin, growth);
  const texts = Object.entries(files).map(([path, text]) => ({ path, ...merged(join(folder, path), text) }));
  if (texts.every(({ isChanged }) => !isChanged))
    throw new VaultError('BAD_USER_INPUT', `${plugin} has the ${growth.kind} ${growth.name} already.`);
  for (const { path, text } of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return texts
    .filter(({ isChanged }) => isChanged)
    .map(({ path, isNew }) => ({ path, did: isNew ? 'made' : 'grown' }));
}

/** A mutation or a task belongs to an existing entity. */
function refuseUnknownEntity(folder: string, growth: Growth): void {
  if (growth.kind !== 'mutation' && growth.kind !== 'task') return;
  const home = join(folder, 'entities');
  const entities = existsSync(home) ? readdirSync(home).map((file) => file.replace(/\.ts$/, '')) : [];
  if (entities.includes(growth.entity)) return;
  const known =
    entities.length > 0 ? `The entities are: ${entities.join(', ')}.` : 'Add one first: nimbus add entity.';
  throw new VaultError('BAD_USER_INPUT', `There is no entity ${growth.entity}. ${known}`);
}

function merged(file: string, addition: string) {
  if (!existsSync(file)) return { text: addition, isNew: true, isChanged: true };
  const existing = readFileSync(file, 'utf8');
  if (file.endsWith('.md')) return { text: existing, isNew: false, isChanged: false };
  const merge = file.endsWith('schema.ts') ? mergeSchemas : mergeModules;
  const text = merge(existing, addition);
  return { text, isNew: false, isChanged: text !== existing };
}

function partFiles(plugin: string, growth: Growth): Files {
  if (growth.kind === 'mutation' || growth.kind === 'task') return workFiles(plugin, growth);
  const manifest = (parts: readonly Part[]) => ({ [`${plugin}.ts`]: manifestText(plugin, parts) });
  if (growth.kind === 'hook') return { ...hookFiles(growth.name), ...manifest([listed('hooks')]) };
  if (growth.kind === 'participant')
    return { ...participantFiles(growth.name), ...manifest([listed('takesPart')]) };
  const names = namesOf(plugin, growth.name);
  return { ...entityFiles(names), ...manifest(dataParts(names)) };
}

type Work = Extract<Growth, { readonly entity: string }>;

/** A mutation or a task of an entity, beside its other mutations. */
function workFiles(plugin: string, { kind, name, entity }: Work): Files {
  const names = namesOf(plugin, entity);
  const list = kind === 'mutation' ? 'workflows' : 'tasks';
  const imports = { [`./bll/${names.nouns}/mutations.ts`]: name };
  return {
    ...fillTemplates(kind, { ...names, ...named(name) }),
    [`${plugin}.ts`]: manifestText(plugin, [{ line: `${list}: [${name}]`, imports }]),
  };
}

function named(name: string): Readonly<Record<string, string>> {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name))
    throw new VaultError(
      'BAD_USER_INPUT',
      `"${name}" cannot be the name of a constant. Choose a name such as renameTag.`,
    );
  return { name, Name: name.charAt(0).toUpperCase() + name.slice(1), nameKebab: kebabOf(name) };
}
