import { dirname } from 'node:path/posix';
import { fileAt, type SourceFile, type Tree } from './tree.ts';

/** The part of a package.json that the rules read. */
interface Manifest {
  readonly name?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Every package.json of the tree. */
export function manifestsIn({ files }: Tree): readonly SourceFile[] {
  return files.filter(({ path }) => /(^|\/)package\.json$/.test(path));
}

export function parseManifest({ text }: SourceFile): Manifest {
  return JSON.parse(text) as Manifest;
}

/** The package.json that a file belongs to: the nearest one above it. */
export function manifestAbove(path: string, tree: Tree): SourceFile | undefined {
  const folder = dirname(path);
  const here = fileAt(tree, folder === '.' ? 'package.json' : `${folder}/package.json`);
  return here || folder === '.' ? here : manifestAbove(folder, tree);
}

/** The direct dependencies of a package, as name and wanted version. */
export function dependenciesOf(manifest: Manifest): readonly (readonly [string, string])[] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
  const groups = [dependencies, devDependencies, optionalDependencies, peerDependencies];
  return groups.flatMap((group) => Object.entries(group ?? {}));
}
