/** One thing that the catalog of a plugin's schema must not show. */
export interface CatalogCheck {
  readonly what: string;
  readonly fix: string;
  /** Selects a `name` for each offender; $1 is the schema, $2 the runtime role. */
  readonly sql: string;
  /** The names that are allowed, and why. */
  readonly except?: Readonly<Record<string, string>>;
}

/** Everything with rows that is within the schema and is not a view: tables, partitions included. */
export const tables = `(select oid, relname, relowner, relrowsecurity, relforcerowsecurity
  from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p'))`;
