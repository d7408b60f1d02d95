import { readFileSync, writeFileSync } from 'node:fs';
import { findNodeAtLocation, getNodeValue, parseTree } from 'jsonc-parser';
import { readActivePlugins, VaultError } from '@nimbusvault/sdk/kernel';
import { settingsIn } from '@nimbusvault/runtime/registry';

interface Files {
  readonly settingsFile: string;
  readonly supergraphFile: string;
}

/** A name in the list of active plugins, and the plugin that it means. */
interface Listed {
  readonly written: string;
  readonly plugin: string;
}

/** Adds a plugin to the active ones of vault-settings.json, unless it is there under any of its names; the rest of the file keeps its formatting. */
export function listActive(files: Files, plugin: string): void {
  rewrite(files, (active) =>
    active.some((listed) => listed.plugin === plugin) ? active : [...active, { written: plugin, plugin }],
  );
}

/** Removes a plugin from the active ones of vault-settings.json. */
export function unlistActive(files: Files, plugin: string): void {
  rewrite(files, (active) => active.filter((listed) => listed.plugin !== plugin));
}

function rewrite(files: Files, change: (active: readonly Listed[]) => readonly Listed[]): void {
  const { settingsFile: file } = files;
  const plugins = readActivePlugins(settingsIn(files));
  const text = readFileSync(file, 'utf8');
  const tree = parseTree(text);
  const node = tree && findNodeAtLocation(tree, ['Base', 'active_plugins']);
  const names = node ? (getNodeValue(node) as readonly string[]) : plugins;
  const active = plugins.map((plugin, index) => ({ written: names[index] ?? plugin, plugin }));
  const next = change(active);
  if (next.length === active.length) return;
  if (!node)
    throw new VaultError(
      'SETTINGS_INVALID',
      `${file} is not JSON that can be edited automatically. Edit it by hand.`,
    );
  const { offset, length } = node;
  const list = listLike(
    text.slice(offset, offset + length),
    next.map(({ written }) => written),
  );
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
