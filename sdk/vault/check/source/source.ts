import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

const passedOver = ['node_modules', '.nimbus', '.git', 'dist'];

/** A file of a plugin; `path` is within the plugin's folder, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A plugin's folder, and its entries in the two files of the vault, or of its own repository. */
export interface PluginSources {
  readonly name: string;
  readonly folder: string;
  readonly files: readonly SourceFile[];
  /** vault-settings.json, as text. */
  readonly settings: string;
  /** supergraph.yaml, as text. */
  readonly supergraph: string;
}

/** Reads every file of a folder except generated ones. */
export function readSources(folder: string): readonly SourceFile[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return paths
    .filter((path) => !path.split(sep).some((part) => passedOver.includes(part)))
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(folder, path), 'utf8') }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

export function fileAt({ files }: Pick<PluginSources, 'files'>, path: string): SourceFile | undefined {
  return files.find((file) => file.path === path);
}

/** The line, from 1, of the first place where a text matches. */
export function lineOf({ text }: SourceFile, pattern: RegExp): number | undefined {
  const index = text.search(pattern);
  return index === -1 ? undefined : text.slice(0, index).split('\n').length;
}
