import { coreName, pluginNamePattern, urlVariable } from '@nimbusvault/sdk/kernel';
import { definedName } from '@nimbusvault/vault/check';
import { pluginsIn, settingsOf, subgraphsOf } from '../tree/plugins.ts';
import type { Rule, Violation } from '../tree/rule.ts';
import { fileAt, type Tree } from '../tree/tree.ts';

const core = { name: coreName, folder: 'core-subgraph' };
const everywhere =
  'One name everywhere: folder, file, export, definePlugin, vault-settings.json, supergraph.yaml';

export const pluginNames: Rule = {
  name: 'folder = file = export = settings key = supergraph entry',
  check: (tree) => {
    const plugins = pluginsIn(tree).map((name) => ({ name, folder: `plugin-subgraphs/${name}` }));
    const folders = fileAt(tree, 'core-subgraph/package.json') ? [core, ...plugins] : plugins;
    return [
      ...folders.flatMap((plugin) => faultsOf(plugin, tree)),
      ...strangers(tree, new Set(folders.map(({ name }) => name))),
    ];
  },
};

type Plugin = typeof core;

function faultsOf({ name, folder }: Plugin, tree: Tree): readonly Violation[] {
  const file = `${folder}/${name}.ts`;
  const entry = subgraphsOf(tree)[name];
  const faults: readonly (readonly [boolean, string, string])[] = [
    [
      pluginNamePattern.test(name),
      folder,
      `${name} is not a legal plugin name (${pluginNamePattern.source})`,
    ],
    [fileAt(tree, file) !== undefined, folder, `has no ${name}.ts`],
    [
      definedName(fileAt(tree, file), name) === name,
      file,
      `does not \`export const ${name} = definePlugin({ name: '${name}', … })\``,
    ],
    [settingsOf(tree).keys.includes(name), 'vault-settings.json', `has no key "${name}"`],
    [entry !== undefined, 'supergraph.yaml', `has no subgraph "${name}"`],
    [
      entry?.schema?.file === `./${folder}/schema.graphql`,
      'supergraph.yaml',
      `${name}'s schema.file is not ./${folder}/schema.graphql`,
    ],
    [
      entry?.routing_url === `\${env.${urlVariable(name)}}`,
      'supergraph.yaml',
      `${name}'s routing_url is not \${env.${urlVariable(name)}}`,
    ],
  ];
  return faults
    .filter(([holds]) => !holds)
    .map(([, where, why]) => ({ file: where, why, instead: everywhere }));
}

/** Names in the settings and in supergraph.yaml that have no folder. */
function strangers(tree: Tree, known: ReadonlySet<string>): readonly Violation[] {
  const { keys, active } = settingsOf(tree);
  const named: readonly (readonly [string, string, readonly string[]])[] = [
    ['vault-settings.json', 'has the key', keys.filter((key) => key !== 'Base')],
    ['vault-settings.json', 'activates', active],
    ['supergraph.yaml', 'lists', Object.keys(subgraphsOf(tree))],
  ];
  return named.flatMap(([file, does, names]) =>
    names
      .filter((name) => !known.has(name))
      .map((name) => ({ file, why: `${does} "${name}", which has no folder`, instead: everywhere })),
  );
}
