import {
  getNullableType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLOutputType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Place } from './places.ts';
import { isRecord, type Json } from '../operation/json.ts';
import { planKey, type TakenNames } from '../operation/planKeys.ts';
import { collectFields, type Asked, type FieldsType } from '../operation/selection.ts';

/** A fetched value that the schema does not allow. */
export interface Misfit {
  /** A null in a non-null place, a value of the wrong type, or a missing value. */
  readonly kind: 'null' | 'shape' | 'missing';
  readonly path: Place;
  /** For example `User.username`. */
  readonly field: string;
}

/** The answer as text, and the values that did not fit. */
interface Writing {
  /** Objects whose entity no longer exists: their missing values are not errors. */
  readonly gone: ReadonlySet<Json>;
  readonly misfits: Misfit[];
  readonly written: Map<Selection, Map<Json, Json>>;
  readonly path: (string | number)[];
}

/** A client's operation, and the names that its plan uses internally. */
export interface AnswerSite extends Asked {
  readonly taken: TakenNames;
}

/** Writes the client's answer from the fetched values; undefined stands for a null that the place cannot hold. */
type Write = (value: unknown, writing: Writing) => unknown;

/** Compiles the answer to an operation: its fields in order, with nulls propagated as the specification requires. */
export function compileAnswer(
  site: AnswerSite,
  operation: OperationDefinitionNode,
): (data: Json, writing: Writing) => Json | null {
  const type = site.schema.getRootType(operation.operation);
  if (!type) return () => null;
  const write = compileObject(site, type, [operation.selectionSet]);
  return (data, writing) => (write(data, writing) as Json | undefined) ?? null;
}

function compileObject(site: AnswerSite, type: FieldsType, sets: readonly SelectionSetNode[]): Write {
  const fields = [...collectFields(site, type, sets)].map(([key, nodes]) => {
    const name = nodes[0]?.name.value ?? '';
    const inner = {
      sets: nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
      field: `${type.name}.${name}`,
    };
    const definition = type.getFields()[name];
    return {
      key,
      read: readerOf(definition && nodes[0] ? planKey(nodes[0], site.taken) : key),
      write: definition ? compileValue(site, definition.type, inner) : writerOfMeta(name),
    };
  });
  const selection = { type, fields };
  return (value, writing) => (isRecord(value) ? writeOnce(value, selection, writing) : undefined);
}

/** A value that several places share is written once, unless it has an error: errors are reported for each place. */
function writeOnce(object: Json, selection: Selection, writing: Writing): Json | undefined {
  const known = writing.written.get(selection) ?? new Map<Json, Json>();
  const before = known.get(object);
  if (before) return before;
  const faults = writing.misfits.length;
  const written = writeFields(object, selection, writing);
  if (written && writing.misfits.length === faults)
    writing.written.set(selection, known.set(object, written));
  return written;
}

/** The fields that an operation selects on a type at one place. */
interface Selection {
  readonly type: FieldsType;
  readonly fields: readonly Field[];
}

/** Properties inherited from JavaScript's prototypes are not values. */
function readerOf(key: string): Field['read'] {
  if (key in Object.prototype) return (object) => (Object.hasOwn(object, key) ? object[key] : undefined);
  return (object) => object[key];
}

/** `__schema` and `__type` are already answered; `__typename` is known from the place. */
function writerOfMeta(name: string): Write | undefined {
  return name === '__typename' ? undefined : (value) => value ?? null;
}

interface Field {
  readonly key: string;
  readonly read: (object: Json) => unknown;
  /** Undefined for `__typename`. */
  readonly write: Write | undefined;
}

function writeFields(object: Json, { type, fields }: Selection, writing: Writing): Json | undefined {
  const answer: Json = {};
  for (const { key, read, write } of fields) {
    if (!write) {
      if (isInterfaceType(type)) return misfit({ field: `${type.name}.__typename` }, writing);
      answer[key] = type.name;
      continue;
    }
    const before = writing.misfits.length;
    const value = read(object);
    writing.path.push(key);
    const written = write(value, writing);
    writing.path.pop();
    const isGone = (value === undefined || value === null) && writing.gone.has(object);
    if (isGone) writing.misfits.length = before;
    if (written === undefined) return undefined;
    answer[key] = written;
  }
  return answer;
}

interface Inner {
  readonly sets: readonly SelectionSetNode[];
  readonly field: string;
}

function compileValue(site: AnswerSite, type: GraphQLOutputType, inner: Inner): Write {
  const write = compileNullable(site, getNullableType(type), inner);
  const { field } = inner;
  if (!isNonNullType(type))
    return (value, writing) => {
      if (value === null) return null;
      if (value === undefined) {
        writing.misfits.push({ kind: 'missing', path: [...writing.path], field });
        return null;
      }
      const written = write(value, writing);
      return written === undefined ? null : written;
    };
  return (value, writing) => {
    if (value !== null && value !== undefined) return write(value, writing);
    writing.misfits.push({ kind: 'null', path: [...writing.path], field });
    return undefined;
  };
}

function compileNullable(site: AnswerSite, type: GraphQLOutputType, inner: Inner): Write {
  if (isLeafType(type)) return compileLeaf(type, inner);
  if (isListType(type)) return compileList(compileValue(site, type.ofType, inner), inner);
  if (isAbstractType(type)) return compileAbstract(site, type, inner);
  if (!isObjectType(type)) return () => undefined;
  const write = lazily(() => compileObject(site, type, inner.sets));
  return (value, writing) => (isRecord(value) ? write(value, writing) : misfit(inner, writing));
}

/** Compiled lazily: nested selections are compiled only as deep as the answers reach. */
function lazily(compile: () => Write): Write {
  let compiled: Write | undefined;
  return (value, writing) => (compiled ??= compile())(value, writing);
}

function compileLeaf(type: GraphQLLeafType, inner: Inner): Write {
  if (isEnumType(type)) {
    const names = new Set<unknown>(type.getValues().map(({ name }) => name));
    return (value, writing) => (names.has(value) ? value : misfit(inner, writing));
  }
  if (!isSpecifiedScalarType(type)) return (value) => value;
  return (value, writing) => (typeof value === 'object' ? misfit(inner, writing) : value);
}

function compileList(write: Write, inner: Inner): Write {
  return (value, writing) => {
    if (!Array.isArray(value)) return misfit(inner, writing);
    const items: unknown[] = [];
    let isWhole = true;
    for (let index = 0; index < value.length; index += 1) {
      writing.path.push(index);
      const written = write(value[index], writing);
      writing.path.pop();
      if (written === undefined) isWhole = false;
      else items.push(written);
    }
    return isWhole ? items : undefined;
  };
}

function compileAbstract(site: AnswerSite, type: GraphQLAbstractType, inner: Inner): Write {
  const writes = new Map<unknown, Write>();
  for (const possible of site.schema.getPossibleTypes(type))
    writes.set(
      possible.name,
      lazily(() => compileObject(site, possible, inner.sets)),
    );
  // A plan fetches the type only if something depends on it, and an interface object has the name of its interface.
  const bare = isInterfaceType(type) ? lazily(() => compileObject(site, type, inner.sets)) : undefined;
  if (bare) writes.set(undefined, bare).set(type.name, bare);
  return (value, writing) => {
    const write = isRecord(value) ? writes.get(value.__typename) : undefined;
    return write ? write(value, writing) : misfit(inner, writing);
  };
}

function misfit({ field }: Pick<Inner, 'field'>, { misfits, path }: Writing): undefined {
  misfits.push({ kind: 'shape', path: [...path], field });
  return undefined;
}
