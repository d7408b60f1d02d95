import { readFileSync, writeFileSync } from 'node:fs';
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import { readActivePlugins, VaultError } from '@nimbusvault/sdk/kernel';

/** Adds a plugin to the active ones of vault-settings.json; the rest of the file keeps its formatting. */
export function listActive(settingsFile: string, plugin: string): void {
  rewrite(settingsFile, (active) => [...new Set([...active, plugin])]);
}

/** Removes a plugin from the active ones of vault-settings.json. */
export function unlistActive(settingsFile: string, plugin: string): void {
  rewrite(settingsFile, (active) => active.filter((name) => name !== plugin));
}

function rewrite(file: string, change: (active: readonly string[]) => readonly string[]): void {
  const active = readActivePlugins(file);
  const next = change(active);
  if (next.length === active.length) return;
  const text = readFileSync(file, 'utf8');
  const tree = parseTree(text);
  const node = tree && findNodeAtLocation(tree, ['Base', 'active_plugins']);
  if (!node)
    throw new VaultError(
      'SETTINGS_INVALID',
      `${file} is not JSON that can be edited automatically. Edit it by hand.`,
    );
  const { offset, length } = node;
  const list = listLike(text.slice(offset, offset + length), next);
  writeFileSync(file, text.slice(0, offset) + list + text.slice(offset + length));
}

/**
 * A list in one line stays in one line; a list with a line for each name keeps its indentation. jsonc-parser's `modify` reformats
 * both, and leaves a stray quote when it removes the last name of a list in one line.
 */
function listLike(before: string, names: readonly string[]): string {
  const quoted = names.map((name) => JSON.stringify(name));
  const [, indent] = /^\[(\s*\n\s*)/.exec(before) ?? [];
  const [, end] = /(\s*\n\s*)\]$/.exec(before) ?? [];
  if (indent === undefined || end === undefined || names.length === 0) return `[${quoted.join(', ')}]`;
  return `[${indent}${quoted.join(`,${indent}`)}${end}]`;
}
