/** The most rows of a page. */
export const maxPageSize = 100;
/** The rows of a page whose caller names no size. */
export const defaultPageSize = 20;

/** The types of values that callers may compare: GraphQL's scalars, and DateTime. */
export type ComparedKind = 'ID' | 'String' | 'Int' | 'Float' | 'Boolean' | 'DateTime';

/** The fields by which callers of a list may filter and sort it. */
export interface ListRules {
  readonly filterable: Readonly<Record<string, ComparedKind>>;
  readonly sortable: readonly string[];
}

/** The key of a service's list rules; not one of its primitives. */
export const listRules = Symbol.for('nimbusvault.listRules');

/** A sortable field as a value of its GraphQL enum: `createdAt` is CREATED_AT. */
export function orderName(field: string): string {
  return field.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase();
}
