import pg from 'pg';
import { VaultError } from '@nimbusvault/sdk/kernel';

/** The database of a plugin, with its runtime role's URL; only the rows of `org` if it is given. */
export interface OperatorSite {
  readonly plugin: string;
  readonly databaseUrl: string;
  readonly org?: string | undefined;
}

/** Opens a connection for an operator's work. Throws STACK_FAILED if the database is unavailable. */
export async function openAsOperator({ plugin, databaseUrl, org }: OperatorSite): Promise<pg.Client> {
  const database = new pg.Client({ connectionString: databaseUrl });
  const sees = org === undefined ? ['vault.relay', 'on'] : ['vault.org', org];
  try {
    await database.connect();
    await database.query('select set_config($1, $2, false)', sees);
    return database;
  } catch (cause) {
    throw new VaultError(
      'STACK_FAILED',
      `The database of ${plugin} is not available. Check that PostgreSQL runs and that the URL is correct.`,
      { cause },
    );
  }
}
