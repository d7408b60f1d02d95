import { randomUUID } from 'node:crypto';
import { parseOrgSlug, readOutside, roles, type SettingsSource, type Vault } from '@nimbusvault/sdk/kernel';
import { inTransaction, type Plugin } from '@nimbusvault/sdk/internal';
import { openOutside } from '../outside/openOutside.ts';
import { openLog } from '../output/openLog.ts';
import { readSettings } from '../organizations/readSettings.ts';
import { openDatabase } from './database.ts';

/** A plugin's bll without its server: for the command line, seeds and tests. */
export interface OpenedPlugin extends AsyncDisposable {
  /** A vault that acts for the org as an admin without a user id. */
  vaultFor(org: string): Vault;
  /** Runs work in one transaction of the org; its hooks are not sent. */
  transaction<T>(org: string, work: (vault: Vault) => Promise<T>): Promise<T>;
}

interface OpenOptions {
  readonly databaseUrl: string;
  readonly settingsFile: SettingsSource;
  /** A level of pino; `warn` by default. */
  readonly logLevel?: string;
}

/** Opens the plugin's database as its runtime role. */
export async function openPlugin(
  plugin: Plugin,
  { databaseUrl, settingsFile, logLevel = 'warn' }: OpenOptions,
): Promise<OpenedPlugin> {
  const log = openLog(plugin.name, { level: logLevel, fd: 2 });
  const settings = readSettings(plugin, settingsFile);
  const outside = openOutside({ allowed: readOutside(settingsFile, plugin.name), log });
  const database = await openDatabase(plugin, databaseUrl, { ...settings, outside });
  const vaultFor = (org: string) =>
    database.vaultFor({ org: parseOrgSlug(org), userId: null, roles }, { requestId: randomUUID(), log });
  return {
    vaultFor,
    transaction: (org, work) => inTransaction(vaultFor(org), [], work),
    [Symbol.asyncDispose]: () => database.close(),
  };
}
