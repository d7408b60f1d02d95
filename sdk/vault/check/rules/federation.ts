import { parse } from 'yaml';
import { z } from 'zod';
import type { Fault, Rule } from '../source/rule.ts';
import { lineOf, type PluginSources, type SourceFile } from '../source/source.ts';

const newest = 9; // the version in the SDK's own SDL
const link = /specs\.apollo\.dev\/federation\/v(\d+)\.(\d+)/;

export const federation: Rule = {
  code: 'PLUGIN_FEDERATION',
  title: 'the federation version is the SDK’s',
  explain:
    'All subgraphs use the version of federation that the SDK writes into their SDL (v2.9). A newer version has directives that the gateway does not enforce, an older one lacks some. supergraph.yaml names a version 2.',
  find: (plugin) => [...plugin.files.flatMap(ownLinks), ...configured(plugin)],
};

function ownLinks(file: SourceFile): readonly Fault[] {
  const [, major, minor] = link.exec(file.text) ?? [];
  if (major === undefined || (Number(major) === 2 && Number(minor) <= newest)) return [];
  return [
    {
      file: file.path,
      line: lineOf(file, link),
      message: `It links federation v${major}.${minor}, which the vault does not support`,
      fix: 'Remove the @link: the SDK adds its own.',
    },
  ];
}

function configured({ supergraph }: PluginSources): readonly Fault[] {
  let version: string | undefined;
  try {
    version = z
      .object({ federation_version: z.coerce.string().optional() })
      .parse(parse(supergraph)).federation_version;
  } catch {
    return [];
  }
  if (version === undefined || /^=?2(\.|$)/.test(version)) return [];
  return [
    {
      file: 'supergraph.yaml',
      message: `federation_version is ${version}`,
      fix: 'Set federation_version: =2.14.4, or leave it out.',
    },
  ];
}
