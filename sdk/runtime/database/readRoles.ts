import { coreName } from '@nimbusvault/sdk/kernel';
import { openAsOperator } from './openAsOperator.ts';

/** The names of the roles of a database server. Throws STACK_FAILED if it is unavailable. */
export async function readRoles(databaseUrl: string): Promise<ReadonlySet<string>> {
  const database = await openAsOperator({ plugin: coreName, databaseUrl });
  try {
    const { rows } = await database.query<{ name: string }>('select rolname as name from pg_roles');
    return new Set(rows.map(({ name }) => name));
  } finally {
    await database.end();
  }
}
