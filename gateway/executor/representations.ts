import type { InputRewrite, RequiresSelection } from '@graphql-hive/router-query-planner';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { isRecord, type Json } from '../operation/json.ts';
import { compileRewrites } from './rewrites.ts';
import type { Subtypes } from '../operation/subtypes.ts';

/** The representation of an entity that is sent to a subgraph; undefined if required fields are missing. */
export type Represent = (entity: Json) => Json | undefined;

type Write = (from: Json, to: Json) => void;

/** Compiles the required fields of a fetch's entities. A null value is sent as null: it is known to be null. */
export function compileRepresentation(
  requires: readonly RequiresSelection[],
  rewrites: readonly InputRewrite[] | undefined,
  subtypes: Subtypes,
): Represent {
  const write = compileSelections(requires, subtypes);
  const rewrite = compileRewrites(rewrites ?? [], subtypes);
  const keyless = keyedByNameAlone(requires, subtypes);
  return (entity) => {
    const representation: Json = {};
    write(entity, representation);
    const isKnown = Object.keys(representation).some((key) => key !== '__typename');
    if (!isKnown && !keyless.has(String(entity.__typename))) return undefined;
    representation.__typename ??= entity.__typename;
    rewrite(representation);
    return representation;
  };
}

/** The types whose key is `__typename`: of each there is one object. */
function keyedByNameAlone(requires: readonly RequiresSelection[], subtypes: Subtypes): ReadonlySet<string> {
  const types = requires.flatMap((selection) =>
    selection.kind === 'InlineFragment' && selection.selections.every(isName)
      ? [...subtypes(selection.typeCondition)]
      : [],
  );
  return new Set(types);
}

function isName(selection: RequiresSelection): boolean {
  return selection.kind === 'Field' && selection.name === '__typename';
}

function compileSelections(selections: readonly RequiresSelection[], subtypes: Subtypes): Write {
  const writes = selections.map((selection) => compileSelection(selection, subtypes));
  return (from, to) => {
    for (const write of writes) write(from, to);
  };
}

function compileSelection(selection: RequiresSelection, subtypes: Subtypes): Write {
  if (selection.kind === 'FragmentSpread')
    throw new VaultError('BAD_REQUEST', 'A plan requires a named fragment, which is not supported.');
  if (selection.kind === 'InlineFragment') {
    const [names, write] = [
      subtypes(selection.typeCondition),
      compileSelections(selection.selections, subtypes),
    ];
    return (from, to) => {
      if (names.has(String(from.__typename))) write(from, to);
    };
  }
  const { name, alias = name, selections } = selection;
  const write = selections && selections.length > 0 ? compileSelections(selections, subtypes) : undefined;
  return (from, to) => {
    const value = from[name] === undefined ? from[alias] : from[name];
    if (value !== undefined) to[alias] = write ? written(value, write, to[alias]) : value;
  };
}

/** Of an object or of each object of a list; two fragments may write into the same one. */
function written(value: unknown, write: Write, begun: unknown): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => written(item, write, Array.isArray(begun) ? begun[index] : undefined));
  if (!isRecord(value)) return value;
  const to = isRecord(begun) ? begun : {};
  write(value, to);
  return to;
}
