import { randomUUID } from 'node:crypto';
import { MikroORM } from '@mikro-orm/core';
import { pino } from 'pino';
import {
  BackgroundTask,
  OrganizationRow,
  OutboxMessage,
  PluginSwitch,
  SagaReply,
  SagaRun,
  type Plugin,
} from '@nimbusvault/sdk/internal';
import {
  parseOrgSlug,
  sessionOf,
  withHttp,
  type OrganizationSettings,
  type Tenant,
  type Vault,
} from '@nimbusvault/sdk/kernel';
import { openOutside } from '@nimbusvault/runtime/outside';
import { MemoryDriver } from './memory/MemoryDriver.ts';
import { searchInMemory } from './memory/searchInMemory.ts';

/** A plugin's bll on rows in memory: without PostgreSQL, NATS or another process. */
export interface InMemory {
  /** A vault that acts for the tenant; all vaults of one `openInMemory` share their rows. */
  vaultFor(tenant: Tenant): Vault;
}

/** The decisions of a vault's operator, for a test. */
export interface Operated {
  /** The hosts of this machine that the plugin may call, such as the `host` of `startVendor`. */
  readonly outside?: readonly string[];
}

/** The decisions of the operator, and those of every organization. */
interface Decided extends Operated {
  /** Every organization's settings of the plugin. */
  readonly organizationSettings?: object;
}

/** Opens a plugin on an empty store in memory, with `settings` as its section of the settings file. */
export function openInMemory(
  plugin: Plugin,
  settings: object = {},
  { outside: allowed = [], organizationSettings = {} }: Decided = {},
): InMemory {
  const log = pino({ name: plugin.name, level: 'warn' }, pino.destination({ fd: 2, sync: true }));
  const parsed = plugin.settings.parse(settings);
  const orm = new MikroORM({
    driver: MemoryDriver,
    dbName: plugin.schemaName,
    entities: [
      OutboxMessage,
      BackgroundTask,
      SagaRun,
      SagaReply,
      OrganizationRow,
      PluginSwitch,
      ...plugin.entities,
    ],
    discovery: { warnWhenNoEntities: false },
  });
  const { openHttp } = openOutside({ allowed, log });
  const ofPlugin = {
    plugin: plugin.name,
    settings: parsed,
    organizationSettings: inMemory(plugin, organizationSettings),
    workflows: plugin.workflows,
    search: searchInMemory,
    log,
  };
  return {
    vaultFor(tenant) {
      const org = parseOrgSlug(tenant.org);
      const em = orm.em.fork(sessionOf(org));
      return withHttp({ ...tenant, ...ofPlugin, org, requestId: randomUUID(), em }, openHttp);
    },
  };
}

/** The graph does not change them here. */
function inMemory({ organizationSettings }: Plugin, given: object): OrganizationSettings | undefined {
  if (!organizationSettings) return undefined;
  const values = { ...given };
  return {
    read: async () => organizationSettings.schema.parse(values),
    show: async () => ({ values, unreadable: {} }),
    change: async (input) => ({ values: Object.assign(values, input), unreadable: {} }),
  };
}
