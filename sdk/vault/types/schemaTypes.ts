import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DocumentNode } from 'graphql';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { findViews } from './findViews.ts';
import { typesText } from './typesText.ts';

export const typesFile = 'schema.types.ts';

/** The contents that a plugin's schema.types.ts should have, by its schema.ts; undefined for a plugin without one. */
async function typesOf(folder: string): Promise<string | undefined> {
  const file = join(folder, 'schema.ts');
  if (!existsSync(file)) return undefined;
  const { typeDefs } = (await import(pathToFileURL(file).href)) as { readonly typeDefs?: DocumentNode };
  if (typeDefs) return typesText(typeDefs, findViews(folder));
  throw new VaultError('PLUGIN_INVALID', `${file} does not export "typeDefs".`);
}

/** True if the committed file is what it should be. */
export async function areTypesFresh(folder: string): Promise<boolean> {
  const wanted = await typesOf(folder);
  return wanted === undefined || wanted === committed(folder);
}

/** Writes schema.types.ts beside a plugin's schema if it is not fresh; returns true if it did. */
export async function writeTypes(folder: string): Promise<boolean> {
  const wanted = await typesOf(folder);
  if (wanted === undefined || wanted === committed(folder)) return false;
  // A check beside it reads the whole file, or the one before.
  const unfinished = join(folder, `.${typesFile}.${process.pid}`);
  writeFileSync(unfinished, wanted);
  renameSync(unfinished, join(folder, typesFile));
  return true;
}

function committed(folder: string): string | undefined {
  const file = join(folder, typesFile);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
