import { parse } from 'yaml';
import { fileAt, type Tree } from './tree.ts';

/** The folders of plugin-subgraphs that hold files. */
export function pluginsIn({ files }: Tree): readonly string[] {
  const names = files.flatMap(({ path }) => /^plugin-subgraphs\/([^/]+)\//.exec(path)?.[1] ?? []);
  return [...new Set(names)];
}

/** The keys of vault-settings.json, and the entries of its `active_plugins`. */
export function settingsOf(tree: Tree): { keys: readonly string[]; active: readonly string[] } {
  const settings = JSON.parse(fileAt(tree, 'vault-settings.json')?.text ?? '{}') as {
    Base?: { active_plugins?: string[] };
  };
  return { keys: Object.keys(settings), active: settings.Base?.active_plugins ?? [] };
}

interface SubgraphEntry {
  readonly routing_url?: string;
  readonly schema?: { readonly file?: string };
}

/** The entries of supergraph.yaml by name. */
export function subgraphsOf(tree: Tree): Readonly<Record<string, SubgraphEntry>> {
  const config = parse(fileAt(tree, 'supergraph.yaml')?.text ?? '{}') as {
    subgraphs?: Record<string, SubgraphEntry>;
  };
  return config.subgraphs ?? {};
}
