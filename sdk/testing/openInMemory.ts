import { randomUUID } from 'node:crypto';
import { MikroORM } from '@mikro-orm/core';
import { pino } from 'pino';
import { BackgroundTask, OutboxMessage, SagaReply, SagaRun, type Plugin } from '@nimbusvault/sdk/internal';
import { parseOrgSlug, sessionOf, type HostedVault, type Tenant, type Vault } from '@nimbusvault/sdk/kernel';
import { MemoryDriver } from './memory/MemoryDriver.ts';

/** A plugin's bll on rows in memory: without PostgreSQL, NATS or another process. */
export interface InMemory {
  /** A vault that acts for the tenant; all vaults of one `openInMemory` share their rows. */
  vaultFor(tenant: Tenant): Vault;
}

/** Opens a plugin on an empty store in memory, with `settings` as its section of the settings file. */
export function openInMemory(plugin: Plugin, settings: object = {}): InMemory {
  const log = pino({ name: plugin.name, level: 'warn' }, pino.destination({ fd: 2, sync: true }));
  const parsed = plugin.settings.parse(settings);
  const orm = new MikroORM({
    driver: MemoryDriver,
    dbName: plugin.schemaName,
    entities: [OutboxMessage, BackgroundTask, SagaRun, SagaReply, ...plugin.entities],
    discovery: { warnWhenNoEntities: false },
  });
  return {
    vaultFor: (tenant): HostedVault => ({
      ...tenant,
      org: parseOrgSlug(tenant.org),
      plugin: plugin.name,
      settings: parsed,
      workflows: plugin.workflows,
      requestId: randomUUID(),
      log,
      em: orm.em.fork(sessionOf(tenant.org)),
    }),
  };
}
