import { parse } from 'yaml';
import { coreName, pluginNamePattern } from '@nimbusvault/sdk/kernel';
import { definedName } from '../source/definedName.ts';
import type { Fault, Rule } from '../source/rule.ts';
import { fileAt, type PluginSources } from '../source/source.ts';

const fix =
  'Give one name to the folder, the file, its export, definePlugin, the section of vault-settings.json and the entry of supergraph.yaml.';

export const names: Rule = {
  code: 'PLUGIN_NAMES',
  title: 'one name everywhere',
  explain:
    'A plugin has one name: of its folder, of its file <Name>.ts, of the export in it, in definePlugin, of its section in vault-settings.json and of its entry in supergraph.yaml. Therefore anyone who sees one of them finds all others.',
  find(plugin) {
    const { name, folder } = plugin;
    const file = `${name}.ts`;
    const checks: readonly (readonly [boolean, string, string])[] = [
      [pluginNamePattern.test(name), file, `"${name}" is not a valid plugin name`],
      [
        isCore(name) || folder.endsWith(name),
        file,
        `The folder of ${name} is named ${folder.split('/').at(-1)}`,
      ],
      [fileAt(plugin, file) !== undefined, file, `${file} is missing`],
      [
        definedName(fileAt(plugin, file), name) === name,
        file,
        `${file} does not export const ${name} = definePlugin({ name: '${name}' })`,
      ],
      [hasSection(plugin), 'vault-settings.json', `vault-settings.json has no section "${name}"`],
      [
        hasEntry(plugin),
        'supergraph.yaml',
        `supergraph.yaml has no subgraph ${name} whose schema.file is its schema.graphql`,
      ],
    ];
    return checks
      .filter(([holds]) => !holds)
      .map(([, where, message]): Fault => ({ file: where, message, fix }));
  },
};

const isCore = (name: string) => name === coreName;

function hasSection({ name, settings }: PluginSources): boolean {
  try {
    return Object.hasOwn(JSON.parse(settings) as object, name);
  } catch {
    return false;
  }
}

function hasEntry({ name, supergraph }: PluginSources): boolean {
  try {
    const { subgraphs = {} } = parse(supergraph) as {
      subgraphs?: Record<string, { schema?: { file?: string } }>;
    };
    return subgraphs[name]?.schema?.file?.endsWith('schema.graphql') ?? false;
  } catch {
    return false;
  }
}
