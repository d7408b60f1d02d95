import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type pg from 'pg';
import {
  sessionOf,
  withHttp,
  type OrganizationSettings,
  type OutgoingMessage,
  type Tenant,
  type HostedVault,
  type Vault,
  type VaultLog,
} from '@nimbusvault/sdk/kernel';
import {
  BackgroundTask,
  OrganizationRow,
  OutboxMessage,
  PluginSwitch,
  type Delivery,
  type InTransaction,
  inTransaction,
  SagaReply,
  SagaRun,
  type Plugin,
} from '@nimbusvault/sdk/internal';
import type { Outside } from '../outside/openOutside.ts';
import { accessControl } from './accessControl.ts';
import { examine, type Condition } from './condition.ts';
import { EagerClient } from './eagerClient.ts';
import { giveBackLost } from './giveBackLost.ts';
import { lendLazily } from './lendLazily.ts';
import { migrationsTable } from './platformMigrations.ts';
import { openSagaWriter } from './sagaWriter.ts';
import { pagesInPostgres } from './pages.ts';
import { searchInPostgres } from './search.ts';

const maxConnections = 10;
const driverOptions = {
  Client: EagerClient,
  pipeline: true,
  connectionTimeoutMillis: 10_000, // a caller that waits for a connection and already has one could wait forever
  onPoolCreated(pool: pg.Pool) {
    giveBackLost(pool);
    lendLazily(pool);
  },
};

/** The parts of a request's or a delivery's vault, beside the tenant. */
interface Surroundings {
  readonly requestId: string;
  readonly log: VaultLog;
}

/** A plugin's database as its runtime role sees it: nothing without a tenant. */
export interface Database {
  /** A vault for one request, hook delivery or task. */
  vaultFor(tenant: Tenant, surroundings: Surroundings): HostedVault;
  /** The time at which the plugin's schema was created, or at which a migration of it ran. */
  since(migration?: string): Promise<Date>;
  /** Undefined while the database is away. */
  examine(): Promise<Condition | undefined>;
  close(): Promise<void>;
}

/** The parts of a vault that do not come from the database. */
interface Equipment {
  readonly settings: unknown;
  /** The settings that organizations make for the plugin, if it has such settings. */
  readonly organizationSettings?: OrganizationSettings | undefined;
  readonly outside: Outside;
}

const platformEntities = [OutboxMessage, BackgroundTask, SagaRun, SagaReply, OrganizationRow, PluginSwitch];

/** Connects to the plugin's schema with its runtime role's URL. */
export async function openDatabase(
  plugin: Plugin,
  url: string,
  { settings, organizationSettings, outside }: Equipment,
): Promise<Database> {
  const { MikroORM } = await import('@mikro-orm/postgresql'); // most verbs of the command line open no database
  const orm = await MikroORM.init({
    clientUrl: url,
    schema: plugin.schemaName,
    entities: [...platformEntities, ...plugin.entities],
    pool: { min: 0, max: maxConnections },
    driverOptions,
    ensureDatabase: false,
    discovery: { warnWhenNoEntities: false },
  });
  const writer = openSagaWriter(url);
  return {
    vaultFor(tenant, surroundings) {
      const em = tenantManager(orm, tenant.org);
      const platform = {
        workflows: plugin.workflows,
        writeSaga: writer.write,
        access: accessControl,
        search: searchInPostgres,
        pages: pagesInPostgres,
      };
      const ofPlugin = { plugin: plugin.name, settings, organizationSettings };
      return withHttp({ ...tenant, ...surroundings, ...platform, ...ofPlugin, em }, outside.openHttp);
    },
    since: (migration) => readSince(orm, migration),
    examine: () => examine(orm),
    async close() {
      await Promise.all([orm.close(), writer.close(), outside.close()]);
    },
  };
}

async function readSince(orm: MikroORM, migration: string | null = null): Promise<Date> {
  const sql = `select min(executed_at) as since from ${migrationsTable} where coalesce(name = ?, true)`;
  const rows = await orm.em.getConnection().execute<{ since: string }[]>(sql, [migration]);
  return new Date(rows[0]?.since ?? Date.now());
}

function tenantManager(orm: MikroORM, org: string): EntityManager {
  return orm.em.fork(sessionOf(org));
}

/** Opens the transaction of a delivery: a vault of the message's org and actor. */
export function deliveriesIn(database: Database, log: VaultLog): InTransaction {
  return async <T>(delivery: Delivery, work: (vault: Vault) => Promise<T>): Promise<T> => {
    const outbox: OutgoingMessage[] = [];
    const vault = database.vaultFor(delivery.tenant, { requestId: delivery.requestId, log });
    return inTransaction(vault, outbox, work);
  };
}
