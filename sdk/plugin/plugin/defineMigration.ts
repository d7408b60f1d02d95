/** A change of the plugin's own schema: SQL statements, without schema names, run in one transaction as its owner. */
export interface MigrationPlan {
  readonly name: string;
  readonly up: readonly string[];
  readonly down: readonly string[];
}

/** Declares a migration. Names sort by time: `20261123-create-shared-bookmark`. A released one never changes. */
export function defineMigration(name: string, plan: Omit<MigrationPlan, 'name'>): MigrationPlan {
  return Object.freeze({ name, ...plan });
}

const currentOrg = `nullif(current_setting('vault.org', true), '')`;

/**
 * Returns the statements that create a tenant table: your columns, keyed by (org, id), with forced row-level security that shows
 * a transaction the rows of its org alone.
 */
export function tenantTable(name: string, columns: string): readonly string[] {
  return [
    `create table ${name} (org varchar(63) not null, id uuid not null, ${columns}, primary key (org, id))`,
    ...sealTenantTable(name),
  ];
}

/** Returns the statements that protect an existing table with an `org` column: forced row-level security by the current org. */
export function sealTenantTable(name: string): readonly string[] {
  return [
    `alter table ${name} enable row level security`,
    `alter table ${name} force row level security`,
    `create policy ${name}_tenant on ${name} using (org = ${currentOrg}) with check (org = ${currentOrg})`,
  ];
}
