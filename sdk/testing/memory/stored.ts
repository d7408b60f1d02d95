import { JsonType, RawQueryFragment, type EntityMetadata } from '@mikro-orm/core';
import type { Row } from './layer.ts';

const timesOfPostgres = new Set(['clock_timestamp()', 'now()', 'current_timestamp']);

/** Data of MikroORM as columns store it: ids in lower case, JSON as values, a default for a missing value. */
export function storedRow(meta: EntityMetadata, data: Row): Row {
  const columns = meta.props.filter(({ name }) => data[name] !== undefined);
  const given = columns.map(({ name }) => [name, storedValue(meta, name, data[name])]);
  return Object.fromEntries(given);
}

/** The value that the database inserts if a new row omits a column: its default, or null. */
export function filledIn(meta: EntityMetadata, data: Row): { nulls: Row; defaults: Row } {
  const open = meta.props.filter(({ name }) => data[name] === undefined);
  const initial = open.map((column) => [column.name, initialValue(column)] as const);
  const [nulls = [], defaults = []] = [true, false].map((isNull) =>
    initial.filter(([, value]) => (value === null) === isNull),
  );
  return { nulls: Object.fromEntries(nulls), defaults: Object.fromEntries(defaults) };
}

function initialValue({
  default: value,
  defaultRaw: sql,
  version,
}: EntityMetadata['props'][number]): unknown {
  if (sql !== undefined && timesOfPostgres.has(sql)) return new Date();
  return value ?? (version ? 1 : null);
}

/** A condition with its ids in lower case, as the columns have them. */
export function storedWhere(meta: EntityMetadata, where: object): object {
  const entries = Object.entries(where).map(([key, operand]: [string, unknown]) => {
    if (!key.startsWith('$')) return [key, isUuid(meta, key) ? lowered(operand) : operand];
    return [key, (operand as object[]).map((part) => storedWhere(meta, part))];
  });
  return Object.fromEntries(entries) as object;
}

function storedValue(meta: EntityMetadata, name: string, value: unknown): unknown {
  if (isUuid(meta, name)) return lowered(value);
  if (meta.properties[name]?.customType instanceof JsonType && typeof value === 'string')
    return JSON.parse(value);
  if (value instanceof RawQueryFragment) return timeAfter(value);
  return structuredClone(value) ?? null;
}

/** Tasks wait for a number of milliseconds: no other SQL comes as a value. */
function timeAfter({ params: [waitMs] }: RawQueryFragment): Date {
  return new Date(Date.now() + Number(waitMs));
}

function isUuid(meta: EntityMetadata, name: string): boolean {
  const columns: Record<string, { columnTypes?: string[] }> = meta.properties;
  return columns[name]?.columnTypes?.[0] === 'uuid';
}

function lowered(value: unknown): unknown {
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, lowered(part)]));
}
