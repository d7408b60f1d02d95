import pg from 'pg';
import type { StoredSettings as Stored } from '@nimbusvault/sdk/internal';
import type { VaultLog } from '@nimbusvault/sdk/kernel';
import { areCurrent, openStored, sealValues, type SettingsSite } from './storedSettings.ts';

interface Row {
  readonly org: string;
  readonly stored: Stored;
}

const readSql = `select org, stored from organization_settings`;
const lockSql = `select org, stored from organization_settings where org = $1 for update`;
const writeSql = `update organization_settings set stored = $2 where org = $1`;

/**
 * Encrypts the secrets of all organizations with the current key that an earlier one has encrypted. Several processes may do it
 * at once; one that is killed leaves the rest to the next. Nothing that cannot be read is changed.
 */
export async function resealSecrets(site: SettingsSite, databaseUrl: string, log: VaultLog): Promise<void> {
  const { plugin, organization } = site;
  if (!organization.fields.some(({ isSecret }) => isSecret)) return;
  const database = new pg.Client({ connectionString: databaseUrl });
  try {
    await database.connect();
    await database.query(`set vault.relay = 'on'`);
    const { rows } = await database.query<Row>(readSql);
    const old = rows.filter((row) => isStale(row, site));
    for (const { org } of old) await reseal(org, database, site);
    if (old.length > 0)
      log.info({ plugin, organizations: old.length }, 'secrets were encrypted again with the current key');
  } catch (error) {
    log.warn({ err: error, plugin }, 'secrets could not be encrypted again; it is done at the next start');
  } finally {
    await database.end().catch(() => {});
  }
}

function isStale({ org, stored }: Row, site: SettingsSite): boolean {
  return !areCurrent(stored, site) && openStored(stored, org, site).faults.size === 0;
}

async function reseal(org: string, database: pg.Client, site: SettingsSite): Promise<void> {
  await database.query('begin');
  const [row] = (await database.query<Row>(lockSql, [org])).rows;
  if (row && isStale(row, site)) {
    const { values } = openStored(row.stored, org, site);
    const kept = { before: row.stored, unchanged: Object.keys(values) };
    await database.query(writeSql, [org, JSON.stringify(sealValues(values, kept, { org, site }))]);
  }
  await database.query('commit');
}
