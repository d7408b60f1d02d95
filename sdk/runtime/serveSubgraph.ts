import type { FastifyInstance } from 'fastify';
import {
  derive,
  hasCapability,
  readOutside,
  VaultError,
  within,
  type HostedVault,
  type SettingsSource,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import type { Plugin } from '@nimbusvault/sdk/internal';
import { createVerify, importAssertionKeys } from './http/assertion.ts';
import { openLog } from './output/openLog.ts';
import { openGraphClient, type GraphClient } from './asking/graphClient.ts';
import { createOtherPlugins, type OtherPlugins } from './asking/otherPlugins.ts';
import { openDatabase, type Database } from './database/database.ts';
import { warnOfEdited } from './database/warnOfEdited.ts';
import { startGraphql } from './http/graphqlServer.ts';
import { createHttp } from './http/http.ts';
import { announceInstance, type Announced } from './registry/announceInstance.ts';
import { releaseOf } from './registry/releaseOf.ts';
import { resumeRun } from './sagas/resumeRun.ts';
import { makeServiceKey } from './http/serviceToken.ts';
import { openOutside } from './outside/openOutside.ts';
import type { Running } from './process/lifecycle.ts';
import { startMessaging, type MessagingOptions } from './messaging.ts';
import { createRecovery, type Recovery } from './sagas/recovery.ts';
import { readSettings } from './organizations/readSettings.ts';
import { resealSecrets } from './organizations/resealSecrets.ts';
import type { SettingsSite } from './organizations/storedSettings.ts';
import { publicUrlOf } from './registry/publicUrlOf.ts';
import { reportUnknownRuns } from './sagas/reportUnknownRuns.ts';

const brokerPatienceMs = 5_000;

/** The address of a subgraph process, and the servers that it connects to. */
export interface ServeOptions extends Pick<MessagingOptions, 'retry'> {
  readonly host: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly settingsFile: SettingsSource;
  readonly assertionPublicKey: string;
  /** The version of the plugin's package; 0.0.0 by default. */
  readonly version?: string | undefined;
  /** The URL at which the gateways reach this process; by default its own address. */
  readonly publicUrl?: string | undefined;
  /** A level of pino; `info` by default. */
  readonly logLevel?: string;
}

/** Starts one subgraph: database, GraphQL, hooks and HTTP. NATS may be available later; the graph is served meanwhile. */
export async function serveSubgraph(plugin: Plugin, options: ServeOptions): Promise<Running> {
  const log = openLog(plugin.name, { level: options.logLevel });
  const settings = readSettings(plugin, options.settingsFile);
  const verify = createVerify(plugin.name, ...(await importAssertionKeys(options.assertionPublicKey)));
  const graphql = await startGraphql(plugin, log);
  const otherPlugins = createOtherPlugins(plugin.name, { source: options.settingsFile, log });
  await lookAtDatabase({ plugin, site: settings.site, log }, options.databaseUrl);
  const recovery = createRecovery({
    databaseUrl: options.databaseUrl,
    schemaName: plugin.schemaName,
    workflows: [...plugin.workflows.keys()],
    participants: otherPlugins.participants,
    log,
  });
  const serviceKey = await makeServiceKey();
  const graph = openGraphClient(plugin, serviceKey);
  const outside = openOutside({ allowed: readOutside(options.settingsFile, plugin.name), log });
  const opened = await openDatabase(plugin, options.databaseUrl, { ...settings, outside });
  const database = equipped({ plugin, otherPlugins, recovery, graph }, opened);
  const http = createHttp({ graphql, database, verify, log });
  // After all else that can fail: it would keep a process alive that serves nothing.
  const messaging = startMessaging({ ...options, plugin, database, otherPlugins, log });
  const stop = async (announced?: Announced) => {
    await announced?.leave();
    await http.close();
    await Promise.all([graphql.stop(), recovery.stop()]);
    await messaging.stop();
    await announced?.end();
    await database.close();
  };
  const visible = recovery.start((run) => resumeRun(run, { plugin, database, log }));
  const heard = Promise.all([messaging.connected, visible]).then(() => true);
  const isHeard = await within(brokerPatienceMs, heard, () => false);
  const url = await listen(http, options).catch((error: unknown) => stop().then(() => Promise.reject(error)));
  const { version = '0.0.0', natsUrl, publicUrl = publicUrlOf(url) } = options;
  const self = { url: publicUrl, key: plugin.graph && serviceKey.publicKey };
  const announced = announceInstance(releaseOf(plugin, version), self, { natsUrl, name: plugin.name, log });
  graph.connect(announced);
  if (isHeard) await within(brokerPatienceMs, announced.known, () => undefined); // whom it takes over from may go as soon as it is ready
  return { name: plugin.name, url: `${url}/graphql`, stop: () => stop(announced) };
}

/** Reports what the stored data lacks, and brings secrets to the current key. */
async function lookAtDatabase(
  { plugin, site, log }: { plugin: Plugin; site: SettingsSite | undefined; log: VaultLog },
  databaseUrl: string,
): Promise<void> {
  const looks = [reportUnknownRuns, warnOfEdited].map((look) => look(plugin, databaseUrl, log));
  await Promise.all([...looks, site && resealSecrets(site, databaseUrl, log)]);
}

interface Equipment {
  readonly plugin: Plugin;
  readonly otherPlugins: OtherPlugins;
  readonly recovery: Recovery;
  readonly graph: GraphClient;
}

/** Its vaults can ask, and operate where the vault grants it; their runs are recovered. */
function equipped({ plugin, otherPlugins, recovery, graph }: Equipment, database: Database): Database {
  const gear: Partial<HostedVault> = {
    ask: otherPlugins.ask,
    ...(hasCapability(plugin, 'operate') ? { operate: otherPlugins.operate } : {}),
    queryGraph: graph.queryGraph,
    sagas: recovery.host,
    signal: recovery.signal,
  };
  return {
    ...database,
    vaultFor: (tenant, surroundings) => derive(database.vaultFor(tenant, surroundings), gear),
  };
}

async function listen(http: FastifyInstance, { host, port }: ServeOptions): Promise<string> {
  try {
    return await http.listen({ host, port });
  } catch (cause) {
    const advice = 'Set HOST and PORT to an address that is free.';
    throw new VaultError('SETTINGS_INVALID', `Nothing can listen at ${host}:${port}. ${advice}`, { cause });
  }
}
