import type { OutputRewrite } from '@graphql-hive/router-query-planner';

/** The keys of a subgraph's answer that a plan renames, and their new names: they locate an error. */
export function renamedKeys(rewrites: readonly OutputRewrite[]): ReadonlyMap<string, string> {
  return new Map(
    rewrites.flatMap((rewrite) => {
      if (!('KeyRenamer' in rewrite)) return [];
      const { path, renameKeyTo } = rewrite.KeyRenamer;
      const last = path.at(-1);
      return last && 'Key' in last ? [[last.Key, renameKeyTo] as const] : [];
    }),
  );
}
