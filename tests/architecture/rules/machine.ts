import type { Rule, Violation } from '../tree/rule.ts';
import type { SourceFile, Tree } from '../tree/tree.ts';

const homeFolder = /(?<![\w.])(\/home\/[a-z]|\/root\/|\/Users\/[A-Za-z]|[A-Z]:\\Users\\)/;
const registryHost = /https?:\/\/[^\s"'`]*(registry|npmjs|artifactory|nexus|verdaccio|jfrog)/i;

export const machine: Rule = {
  name: 'no trace of the machine on which it was written',
  check: (tree) => tree.files.flatMap((file) => traces(file, tree)),
};

function traces(file: SourceFile, { root }: Tree): readonly Violation[] {
  return file.text.split('\n').flatMap((text, index) => {
    const why = objection(text, root);
    if (!why) return [];
    const instead = 'Take it from the environment or from import.meta.url';
    return { file: file.path, line: index + 1, why, instead };
  });
}

function objection(line: string, root: string): string | undefined {
  if (homeFolder.test(line)) return "names a user's home folder";
  if (root.split('/').length > 2 && line.includes(`${root}/`)) return 'names the folder of this checkout';
  return registryHost.test(line) ? 'names a registry, which each machine chooses itself' : undefined;
}
