import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

interface Settings {
  readonly Base: { readonly active_plugins: readonly string[] };
}

interface Supergraph {
  readonly subgraphs: Readonly<Record<string, object>>;
}

/** Removes a plugin from a copy of the repository, as if it had never been written. */
export function forgetPlugin(name: string, folder: string): void {
  rmSync(join(folder, 'plugin-subgraphs', name), { recursive: true });
  rewrite(join(folder, 'vault-settings.json'), (text) => {
    const settings = JSON.parse(text) as Settings;
    const active_plugins = settings.Base.active_plugins.filter((active) => active !== name);
    return JSON.stringify({ ...settings, Base: { ...settings.Base, active_plugins }, [name]: undefined });
  });
  rewrite(join(folder, 'supergraph.yaml'), (text) => {
    const supergraph = parse(text) as Supergraph;
    const others = Object.entries(supergraph.subgraphs).filter(([subgraph]) => subgraph !== name);
    return stringify({ ...supergraph, subgraphs: Object.fromEntries(others) });
  });
}

function rewrite(file: string, change: (text: string) => string): void {
  writeFileSync(file, change(readFileSync(file, 'utf8')));
}
