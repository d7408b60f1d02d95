import { VaultError, type AccessControl, type HostedVault } from '@nimbusvault/sdk/kernel';

const noRun = '00000000-0000-0000-0000-000000000000';

const admitSql = `select admit_user(?, ?, ?) as admitted`;

const waitSql = `select pg_advisory_xact_lock(access_lock(?, ?))`;

const revokeSql = `
  insert into revocation (org, user_id, run, is_revoked, version) values (?, ?, ?, true, 1)
  on conflict (org, user_id) do update
    set run = excluded.run, is_revoked = true, version = revocation.version + 1, changed_at = clock_timestamp()`;

const restoreSql = `
  update revocation set is_revoked = false, version = version + 1, changed_at = clock_timestamp()
   where org = ? and user_id = ? and run = ? and is_revoked`;

/** The access of users to one plugin, in its own schema: a mutation holds a lock that a revocation waits for. */
export const accessControl: AccessControl = {
  async admit(userId, open) {
    const [row] = await rowsOf<{ admitted: boolean }>(admitSql, userId, open);
    if (row?.admitted) return;
    throw new VaultError(
      'ACCESS_REVOKED',
      'Nothing was done, because this user has left the organization. Ask an admin of it if that is wrong.',
    );
  },
  async revoke(userId, open) {
    await rowsOf(waitSql, userId, open);
    await rowsOf(revokeSql, userId, open);
  },
  async restore(userId, open) {
    await rowsOf(restoreSql, userId, open);
  },
};

/** Runs a statement on the org, the user and the run of the vault, as many as it has places for. */
async function rowsOf<Row>(
  sql: string,
  userId: string,
  { org, run = noRun, em }: HostedVault,
): Promise<Row[]> {
  const values = [org, userId, run].slice(0, sql.split('?').length - 1);
  return em.getConnection().execute<Row[]>(sql, values, 'all', em.getTransactionContext());
}
