import { importsOf, isCode } from '../source/module.ts';
import type { Fault, Rule } from '../source/rule.ts';
import { fileAt, type PluginSources, type SourceFile } from '../source/source.ts';

/** The new specifier of each import that has moved; docs/upgrading.md lists the same. */
export const moved: Readonly<Record<string, string>> = {
  '@nimbusvault/sdk/testing': '@nimbusvault/testing',
};

export const upgrade: Rule = {
  code: 'PLUGIN_UPGRADE',
  title: 'imports and dependencies are those of this version of the SDK',
  explain:
    'The SDK is a street of packages: a plugin imports @nimbusvault/sdk, its tests import @nimbusvault/testing, and it depends on @nimbusvault/runtime, which runs it. docs/upgrading.md lists every import that has moved, with its replacement.',
  find: (plugin) => [...plugin.files.filter(isCode).flatMap(movedImports), ...missingRuntime(plugin)],
};

function movedImports(file: SourceFile): readonly Fault[] {
  return importsOf(file).flatMap(({ specifier = '', line }) => {
    const replacement = moved[specifier];
    if (!replacement) return [];
    return {
      file: file.path,
      line,
      message: `${file.path} imports ${specifier}, which has moved`,
      fix: `Import ${replacement}, and list it in package.json.`,
    };
  });
}

function missingRuntime(plugin: PluginSources): readonly Fault[] {
  const file = fileAt(plugin, 'package.json');
  if (!file) return [];
  const { dependencies = {} } = JSON.parse(file.text) as { dependencies?: Readonly<Record<string, string>> };
  if ('@nimbusvault/runtime' in dependencies) return [];
  return [
    {
      file: file.path,
      message: 'package.json does not depend on @nimbusvault/runtime, which the plugin runs on',
      fix: 'Add it to "dependencies", with the version of @nimbusvault/sdk.',
    },
  ];
}
