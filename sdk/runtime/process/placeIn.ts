import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

const missing = /Cannot find (?:module|package) '(?:[^']*\/)?([^'/]+)' imported from (.+)$/m;

/** The first place in a folder's own code that the text of an error names, as `file:line`, relative to the working directory. */
export function placeIn(folder: string, text: string): string | undefined {
  const roots = rootsOf(folder);
  const within = roots.map((root) => RegExp.escape(root)).join('|');
  const places = new RegExp(`(?:${within})(/[^\\s:()]+\\.[cm]?[jt]s):(\\d+)`, 'g');
  for (const [, path = '', line = ''] of text.matchAll(places))
    if (!path.includes('/node_modules/')) return `${shown(`${folder}${decodeURI(path)}`)}:${line}`;
  return importIn(roots, text);
}

/** The line of an import that leads nowhere, which Node's error lacks. */
function importIn(roots: readonly string[], text: string): string | undefined {
  const [, module = '', file = ''] = missing.exec(text) ?? [];
  if (!roots.some((root) => file.startsWith(`${root}/`)) || !existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').split('\n');
  const index = lines.findIndex((line) => /\bfrom\b|\bimport\b/.test(line) && line.includes(module));
  return index < 0 ? shown(file) : `${shown(file)}:${index + 1}`;
}

/** The folder as Node writes it in an error: with links resolved, and as a path or the path of a URL. */
function rootsOf(folder: string): readonly string[] {
  const real = existsSync(folder) ? [folder, realpathSync(folder)] : [folder];
  const paths = real.map((path) => path.replaceAll(sep, '/'));
  return [...new Set([...paths, ...paths.map((path) => pathToFileURL(path).pathname)])];
}

function shown(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith('..') ? file : near;
}
