import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** The repository as the rules see it; `root` is its absolute path. */
export interface Tree {
  readonly root: string;
  readonly files: readonly SourceFile[];
}

/** Every file that git tracks or would track. */
export function readTree(root: string): Tree {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const paths = listed.split('\0').filter((path) => path && existsSync(join(root, path)));
  return { root, files: paths.toSorted().map((path) => readSource(root, path)) };
}

/** A tree that exists only in a test. */
export function treeOf(texts: Readonly<Record<string, string>>, root = '/checkout/of/test'): Tree {
  return { root, files: Object.entries(texts).map(([path, text]) => ({ path, text })) };
}

/** The file at `path`, or undefined. */
export function fileAt(tree: Tree, path: string): SourceFile | undefined {
  return tree.files.find((file) => file.path === path);
}

function readSource(root: string, path: string): SourceFile {
  const bytes = readFileSync(join(root, path));
  return { path, text: bytes.includes(0) ? '' : bytes.toString('utf8') };
}
