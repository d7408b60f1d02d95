import { coreName } from '@nimbusvault/sdk/kernel';
import { checkSources, type Finding } from '@nimbusvault/vault/check';
import { pluginsIn } from '../tree/plugins.ts';
import type { Rule, Violation } from '../tree/rule.ts';
import { fileAt, type Tree } from '../tree/tree.ts';

const rootFiles = ['vault-settings.json', 'supergraph.yaml'];

/** A plugin, and the folder with the settings and the subgraphs of its repository. */
interface Checked {
  readonly name: string;
  readonly folder: string;
  readonly repository: string;
}

/** Core and the plugins here, and those of the examples, are checked like those of other teams with `nimbus check`. */
export const pluginChecklist: Rule = {
  name: 'core and the plugins follow the checklist',
  check: (tree) => {
    const core = fileAt(tree, 'core-subgraph/package.json')
      ? [{ name: coreName, folder: 'core-subgraph', repository: '' }]
      : [];
    const plugins = pluginsIn(tree).map((name) => ({
      name,
      folder: `plugin-subgraphs/${name}`,
      repository: '',
    }));
    return [...core, ...plugins, ...examplesIn(tree)].flatMap((checked) => violationsOf(tree, checked));
  },
};

/** The examples that are plugins: each is a repository of its own. */
function examplesIn({ files }: Tree): readonly Checked[] {
  return files.flatMap(({ path }) => {
    const [, folder = '', name] = /^(examples\/([A-Z]\w*))\/package\.json$/.exec(path) ?? [];
    return name ? [{ name, folder, repository: `${folder}/` }] : [];
  });
}

function violationsOf(tree: Tree, { name, folder, repository }: Checked): readonly Violation[] {
  const [settings = '{}', supergraph = ''] = rootFiles.map(
    (file) => fileAt(tree, `${repository}${file}`)?.text,
  );
  const files = tree.files
    .filter(({ path }) => path.startsWith(`${folder}/`))
    .map(({ path, text }) => ({ path: path.slice(folder.length + 1), text }));
  return checkSources({ name, folder, files, settings, supergraph }).map((finding) =>
    asViolation(finding, { folder, repository }),
  );
}

function asViolation(
  { file = '', line, message, fix }: Finding,
  { folder, repository }: Omit<Checked, 'name'>,
): Violation {
  return {
    file: rootFiles.includes(file) ? `${repository}${file}` : `${folder}/${file}`,
    ...(line === undefined ? {} : { line }),
    why: message,
    instead: fix.replace(/\.$/, ''),
  };
}
