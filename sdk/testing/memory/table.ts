import { DriverException, type EntityMetadata } from '@mikro-orm/core';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { checkConstraints, checkValues } from './constraints.ts';
import { rowsIn, setRow, type Layer, type Row } from './layer.ts';
import { fitting } from './fitting.ts';
import { filledIn, storedRow, storedWhere } from './stored.ts';

/** The rows of one entity, as one layer sees them. */
export interface Table {
  readonly meta: EntityMetadata;
  readonly layer: Layer;
}

/** The rows that match and that row-level security shows. */
export function select({ meta, layer }: Table, where: object): Row[] {
  const fits = fitting(storedWhere(meta, where));
  const rows = [...rowsIn(layer, meta.tableName).values()];
  return rows.filter((row) => isSeen(row, layer) && fits(row));
}

/** Adds rows; returns, for each, the columns with a default. */
export function insert(table: Table, data: readonly Row[]): readonly Row[] {
  const { meta } = table;
  const given = data.map((row) => storedRow(meta, row));
  for (const row of given) checkValues(meta, row);
  return given.map((row) => {
    const { nulls, defaults } = filledIn(meta, row);
    write(table, { ...row, ...nulls, ...defaults });
    return defaults;
  });
}

/** Changes the matching rows, raises their version, and returns their number. */
export function update(table: Table, where: object, data: Row): number {
  const { meta } = table;
  const changes = storedRow(meta, data);
  checkValues(meta, changes);
  const rows = select(table, where);
  for (const row of rows) write(table, { ...row, ...nextVersion(meta, row), ...changes }, row);
  return rows.length;
}

/** Deletes the matching rows and returns their number. */
export function remove(table: Table, where: object): number {
  const rows = select(table, where);
  for (const row of rows) setRow(table.layer, table.meta.tableName, [keyOf(table.meta, row), null]);
  return rows.length;
}

function write({ meta, layer }: Table, row: Row, before?: Row): void {
  if (!isSeen(row, layer)) throw notOurs(meta);
  const rows = rowsIn(layer, meta.tableName);
  if (before) rows.delete(keyOf(meta, before));
  checkConstraints({ meta, row, others: [...rows.values()] });
  setRow(layer, meta.tableName, [keyOf(meta, row), row]);
}

function nextVersion({ versionProperty }: EntityMetadata, row: Row): Row {
  return versionProperty ? { [versionProperty]: Number(row[versionProperty]) + 1 } : {};
}

function isSeen(row: Row, { org }: Layer): boolean {
  return org === undefined || row.org === org;
}

function keyOf({ primaryKeys }: EntityMetadata, row: Row): string {
  return JSON.stringify(primaryKeys.map((key) => row[key]));
}

function notOurs({ className }: EntityMetadata): DriverException {
  const message = `A row of ${className} is of another org; PostgreSQL's row-level security refuses it.`;
  return new DriverException(new VaultError('INTERNAL_SERVER_ERROR', message));
}
