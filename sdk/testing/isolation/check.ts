/** A fault that the catalog of a plugin's schema must not show. */
export interface CatalogCheck {
  readonly what: string;
  readonly fix: string;
  /** Selects a `name` for each offender; $1 is the schema, $2 the runtime role. */
  readonly sql: string;
  /** The names that are allowed, and why. */
  readonly except?: Readonly<Record<string, string>>;
}

/** Every relation with rows in the schema, except views: tables, including partitions. */
export const tables = `(select oid, relname, relowner, relrowsecurity, relforcerowsecurity
  from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p'))`;
