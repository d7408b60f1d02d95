import pg from 'pg';
import { VaultError } from '@nimbusvault/sdk/kernel';

/** Which database of which plugin, with its runtime role's URL; the rows of `org` alone where one is given. */
export interface OperatorSite {
  readonly plugin: string;
  readonly databaseUrl: string;
  readonly org?: string | undefined;
}

/** A connection for an operator's work; throws STACK_FAILED where there is no database. */
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
      `The database of ${plugin} is not available. Is PostgreSQL running, and is the URL right?`,
      { cause },
    );
  }
}
