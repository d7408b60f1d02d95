import type { OutputRewrite, PlanNode } from '@graphql-hive/router-query-planner';
import type { Json } from './readAnswer.ts';

/**
 * Where a client's response key is the name of a field that the plan needs for itself, the planner asks for the client's
 * field under another name. What came for the client is kept apart from the field of that name.
 */
export const keptApart = (key: string): string => `${key}\0`;

/** Rewrites that keep apart what they rename. */
export function apart(rewrites: readonly OutputRewrite[]): OutputRewrite[] {
  return rewrites.map((rewrite) =>
    'KeyRenamer' in rewrite
      ? { KeyRenamer: { ...rewrite.KeyRenamer, renameKeyTo: keptApart(rewrite.KeyRenamer.renameKeyTo) } }
      : rewrite,
  );
}

/** The planner's names and the client's for the same fields. */
export function clientNames(rewrites: readonly OutputRewrite[]): ReadonlyMap<string, string> {
  return new Map(
    rewrites.flatMap((rewrite) => {
      if (!('KeyRenamer' in rewrite)) return [];
      const { path, renameKeyTo } = rewrite.KeyRenamer;
      const last = path.at(-1);
      return last && 'Key' in last ? [[last.Key, renameKeyTo] as const] : [];
    }),
  );
}

/** All response keys that a plan renames something to. */
export function renamedKeys(node: PlanNode | undefined): ReadonlySet<string> {
  return new Set(rewritesOf(node).flatMap((rewrite) => [...clientNames([rewrite]).values()]));
}

function rewritesOf(node: PlanNode | undefined): readonly OutputRewrite[] {
  switch (node?.kind) {
    case 'Fetch':
      return node.outputRewrites ?? [];
    case 'BatchFetch':
      return node.entityBatch.aliases.flatMap(({ outputRewrites = [] }) => outputRewrites);
    case 'Flatten':
      return rewritesOf(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(rewritesOf);
    case 'Condition':
      return [...rewritesOf(node.ifClause), ...rewritesOf(node.elseClause)];
    default:
      return [];
  }
}

/** Reads what came for a response key; names of JavaScript's own are no values. */
export function readField(key: string, renamed: ReadonlySet<string>): (object: Json) => unknown {
  const kept = keptApart(key);
  const isRisky = key in Object.prototype;
  if (!renamed.has(key) && !isRisky) return (object) => object[key];
  return (object) => {
    if (renamed.has(key) && object[kept] !== undefined) return object[kept];
    return Object.hasOwn(object, key) ? object[key] : undefined;
  };
}
