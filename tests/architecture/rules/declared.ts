import { importsOf, isCode, isTest } from '@nimbusvault/vault/check';
import { dependenciesOf, manifestAbove, parseManifest } from '../tree/manifest.ts';
import type { Rule, Violation } from '../tree/rule.ts';
import { fileAt, type SourceFile, type Tree } from '../tree/tree.ts';

const ours = '@nimbusvault/';

export const declared: Rule = {
  name: 'a package declares its imports',
  check: (tree) => tree.files.filter(isCode).flatMap((file) => undeclared(file, tree)),
};

function undeclared(file: SourceFile, tree: Tree): readonly Violation[] {
  const home = manifestAbove(file.path, tree);
  const known = new Set([...namesIn(home), ...(isTest(file) ? namesIn(fileAt(tree, 'package.json')) : [])]);
  const mayName = (name: string) =>
    known.has(name) ||
    (isRoot(home) && name.startsWith(ours)) ||
    ((isTest(file) || isStandIn(file)) && name === '@nimbusvault/testing');
  return importsOf(file).flatMap(({ specifier, line }) => {
    const name = packageIn(specifier);
    if (!name || mayName(name)) return [];
    const why = `imports ${name}, which ${home?.path ?? 'no package.json'} does not declare`;
    return {
      file: file.path,
      line,
      why,
      instead: 'Declare it there with an exact version, or remove the import',
    };
  });
}

/** It stands for an outside system in development, as tests have it do, and may import types alone. */
function isStandIn({ path }: SourceFile): boolean {
  return /\/standIn\/[^/]+\.ts$/.test(path);
}

function isRoot(manifest: SourceFile | undefined): boolean {
  return manifest?.path === 'package.json';
}

function namesIn(manifest: SourceFile | undefined): readonly string[] {
  return manifest ? dependenciesOf(parseManifest(manifest)).map(([name]) => name) : [];
}

function packageIn(specifier: string | undefined): string | undefined {
  if (!specifier || specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
}
