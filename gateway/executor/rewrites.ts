import type { FetchNodePathSegment, FetchRewrite } from '@graphql-hive/router-query-planner';
import { isRecord, type Json } from '../operation/json.ts';
import type { Subtypes } from '../operation/subtypes.ts';

/** Changes an object in place. */
export type Rewrite = (object: Json) => void;

/** Compiles a plan's changes to an object before it is sent or after it is received. */
export function compileRewrites(rewrites: readonly FetchRewrite[], subtypes: Subtypes): Rewrite {
  const compiled = rewrites.map((rewrite) => compileRewrite(rewrite, subtypes));
  return (object) => {
    for (const rewrite of compiled) rewrite(object);
  };
}

function compileRewrite(rewrite: FetchRewrite, subtypes: Subtypes): Rewrite {
  if ('KeyRenamer' in rewrite) {
    const { path, renameKeyTo } = rewrite.KeyRenamer;
    return atEnd(path, subtypes, (object, key) => {
      if (!Object.hasOwn(object, key)) return;
      object[renameKeyTo] = object[key];
      delete object[key];
    });
  }
  const { path, setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
  return atEnd(path, subtypes, (object, key) => {
    object[key] = setValueTo;
  });
}

type Change = (object: Json, key: string) => void;

function atEnd(
  [segment, ...rest]: readonly FetchNodePathSegment[],
  subtypes: Subtypes,
  change: Change,
): Rewrite {
  if (!segment) return () => {};
  if ('TypenameEquals' in segment) {
    const names = new Set<unknown>([segment.TypenameEquals].flat().flatMap((name) => [...subtypes(name)]));
    const next = atEnd(rest, subtypes, change);
    return (object) => {
      if (object.__typename === undefined || names.has(object.__typename)) next(object);
    };
  }
  const { Key: key } = segment;
  if (rest.length === 0) return (object) => change(object, key);
  const next = atEnd(rest, subtypes, change);
  return (object) => forEachObject(object[key], next);
}

function forEachObject(value: unknown, rewrite: Rewrite): void {
  if (isRecord(value)) rewrite(value);
  else if (Array.isArray(value)) for (const item of value) forEachObject(item, rewrite);
}
