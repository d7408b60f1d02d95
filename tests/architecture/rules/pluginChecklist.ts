import { coreName } from '@nimbusvault/sdk/kernel';
import { checkSources, type Finding } from '@nimbusvault/vault/check';
import { pluginsIn } from '../tree/plugins.ts';
import type { Rule, Violation } from '../tree/rule.ts';
import { fileAt, type Tree } from '../tree/tree.ts';

const rootFiles = ['vault-settings.json', 'supergraph.yaml'];

/** Core and the plugins here are checked like those of other teams with `nimbus check`. */
export const pluginChecklist: Rule = {
  name: 'core and the plugins follow the checklist',
  check: (tree) => {
    const plugins = pluginsIn(tree).map((name) => [name, `plugin-subgraphs/${name}`] as const);
    const core = fileAt(tree, 'core-subgraph/package.json') ? [[coreName, 'core-subgraph'] as const] : [];
    return [...core, ...plugins].flatMap(([name, folder]) => violationsOf(tree, name, folder));
  },
};

function violationsOf(tree: Tree, name: string, folder: string): readonly Violation[] {
  const [settings = '{}', supergraph = ''] = rootFiles.map((file) => fileAt(tree, file)?.text);
  const files = tree.files
    .filter(({ path }) => path.startsWith(`${folder}/`))
    .map(({ path, text }) => ({ path: path.slice(folder.length + 1), text }));
  return checkSources({ name, folder, files, settings, supergraph }).map((finding) =>
    asViolation(finding, folder),
  );
}

function asViolation({ file = '', line, message, fix }: Finding, folder: string): Violation {
  const path = rootFiles.includes(file) ? file : `${folder}/${file}`;
  return {
    file: path,
    ...(line === undefined ? {} : { line }),
    why: message,
    instead: fix.replace(/\.$/, ''),
  };
}
