import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { clientFiles } from './clientFiles.ts';
import { hookFiles, participantFiles } from './coreParts.ts';
import type { Files } from './files.ts';
import { mergeModules } from './mergeModules.ts';
import { mergeSchemas } from './mergeSchemas.ts';
import { namesOf } from './names.ts';
import { dataParts, entityFiles, listed, manifestText, type Part } from './pluginFiles.ts';
import { workFiles, workParts, type WorkKind } from './workFiles.ts';

/** The parts that can be added to a plugin. */
export type Growth =
  | { readonly kind: 'entity' | 'hook' | 'participant' | 'client'; readonly name: string }
  | { readonly kind: WorkKind; readonly name: string; readonly entity: string };

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

/** A mutation, a task or a schedule belongs to an existing entity. */
function refuseUnknownEntity(folder: string, growth: Growth): void {
  if (!('entity' in growth)) return;
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
  const manifest = (parts: readonly Part[]) => ({ [`${plugin}.ts`]: manifestText(plugin, parts) });
  if ('entity' in growth) {
    const { kind, name, entity } = growth;
    const of = namesOf(plugin, entity);
    return { ...workFiles(kind, name, of), ...manifest(workParts(kind, name, of)) };
  }
  if (growth.kind === 'hook') return { ...hookFiles(growth.name), ...manifest([listed('hooks')]) };
  if (growth.kind === 'participant')
    return { ...participantFiles(growth.name), ...manifest([listed('takesPart')]) };
  if (growth.kind === 'client')
    return { ...clientFiles(plugin, growth.name), ...manifest([listed('settings')]) };
  const names = namesOf(plugin, growth.name);
  return { ...entityFiles(names), ...manifest(dataParts(names)) };
}
