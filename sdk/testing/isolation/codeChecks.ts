import type { CatalogCheck } from './check.ts';

const here = (kinds: string) =>
  `from pg_class where relnamespace = $1::regnamespace and relkind in (${kinds})`;

/** The code that runs, and the relations that are read, with another role's rights than the caller's. */
export const codeChecks: readonly CatalogCheck[] = [
  {
    what: 'is a function that runs as its owner',
    fix: 'Take "security definer" away.',
    sql: `select proname as name from pg_proc where pronamespace = $1::regnamespace and prosecdef`,
  },
  {
    what: 'is a view that reads as its owner',
    fix: 'Create it with (security_invoker = true).',
    sql: `select relname as name ${here(`'v'`)} and not exists
      (select from pg_options_to_table(reloptions) where option_name = 'security_invoker' and option_value::boolean)`,
  },
  {
    what: 'holds rows without row-level security',
    fix: 'Replace it by a table from tenantTable(name, columns).',
    sql: `select relname as name ${here(`'m', 'f'`)}`,
  },
];
