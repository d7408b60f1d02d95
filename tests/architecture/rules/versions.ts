import { dependenciesOf, manifestsIn, parseManifest } from '../tree/manifest.ts';
import type { Rule, Violation } from '../tree/rule.ts';
import type { Tree } from '../tree/tree.ts';

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

interface Wanted {
  readonly file: string;
  readonly name: string;
  readonly version: string;
}

export const versions: Rule = {
  name: 'every dependency has one exact version',
  check: (tree) => {
    const all = wantedIn(tree);
    return [...all.filter(({ version }) => !exact.test(version)).map(loose), ...disagreements(all)];
  },
};

function wantedIn(tree: Tree): readonly Wanted[] {
  return manifestsIn(tree).flatMap((file) =>
    dependenciesOf(parseManifest(file)).map(([name, version]) => ({ file: file.path, name, version })),
  );
}

function loose({ file, name, version }: Wanted): Violation {
  return {
    file,
    why: `wants ${name} "${version}", which is not an exact version`,
    instead: 'Write the version of package-lock.json',
  };
}

function disagreements(all: readonly Wanted[]): readonly Violation[] {
  return all.flatMap(({ file, name, version }) => {
    const first = all.find((other) => other.name === name);
    if (!first || first.version === version) return [];
    const why = `wants ${name} ${version}, and ${first.file} wants ${first.version}`;
    return { file, why, instead: 'Agree on one version' };
  });
}
