/** A stored row: values by property name, never changed in place. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Rows on top of other rows: the store itself, or a transaction (or its savepoint), which sees what is below it and its
 * own changes. Like READ COMMITTED, each statement sees what others have committed by then; unlike it, nothing is locked.
 */
export interface Layer {
  readonly below?: Layer;
  /** The org whose rows it sees, as with row-level security; every org's rows if undefined. */
  readonly org?: string;
  /** By table and key; null where a row below was deleted. */
  readonly changes: Map<string, Map<string, Row | null>>;
  /** True after a failed statement: as in PostgreSQL, the transaction can then only be ended. */
  isAborted: boolean;
}

/** An empty layer, above another one or at the bottom. */
export function openLayer(below?: Layer, org = below?.org): Layer {
  return { below, org, changes: new Map(), isAborted: false };
}

/** All rows of a table by key, whatever their org. */
export function rowsIn({ below, changes }: Layer, table: string): Map<string, Row> {
  const rows = below ? rowsIn(below, table) : new Map<string, Row>();
  for (const [key, row] of changes.get(table) ?? []) {
    if (row) rows.set(key, row);
    else rows.delete(key);
  }
  return rows;
}

/** Sets a row, or deletes it by null. */
export function setRow({ changes }: Layer, table: string, [key, row]: [string, Row | null]): void {
  const rows = changes.get(table) ?? new Map<string, Row | null>();
  changes.set(table, rows.set(key, row));
}

/** Makes a layer's changes part of the one below it. */
export function mergeDown({ below, changes }: Layer): void {
  if (!below) return;
  for (const [table, rows] of changes) {
    for (const change of rows) setRow(below, table, change);
  }
}
