import { rowsOf, type Vault } from '../kernel/index.ts';
import { lockKeySql } from './BackgroundTask.ts';

// The handler may be busy outside the database for longer than a request may.
const lockSql = `
  select pg_try_advisory_xact_lock(${lockKeySql('?')}) as locked,
         set_config('idle_in_transaction_session_timeout', '0', true) as patience`;

/** Marks the task as running while the open transaction lives; returns false if it runs elsewhere. */
export async function lockTask(id: string, vault: Vault): Promise<boolean> {
  const [row] = await rowsOf<{ locked: boolean }>(lockSql, [id], vault);
  return row?.locked ?? false;
}
