import { rowsOf, VaultError, type AccessControl } from '@nimbusvault/sdk/kernel';

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
    const { org, run = noRun } = open;
    const [row] = await rowsOf<{ admitted: boolean }>(admitSql, [org, userId, run], open);
    if (row?.admitted) return;
    throw new VaultError(
      'ACCESS_REVOKED',
      'Nothing was done, because this user has left the organization. Ask an admin of it if that is wrong.',
    );
  },
  async revoke(userId, open) {
    const { org, run = noRun } = open;
    await rowsOf(waitSql, [org, userId], open);
    await rowsOf(revokeSql, [org, userId, run], open);
  },
  async restore(userId, open) {
    const { org, run = noRun } = open;
    await rowsOf(restoreSql, [org, userId, run], open);
  },
};
