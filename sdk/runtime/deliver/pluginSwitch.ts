import type pg from 'pg';
import { checkpoint, coreName, VaultError } from '@nimbusvault/sdk/kernel';
import { forgetSwitch } from '../database/knownSwitches.ts';
import { openAsOperator, type OperatorSite } from '../database/openAsOperator.ts';
import { raiseSetAside } from '../outbox/raiseSetAside.ts';

/** An organization's switch of a plugin. */
interface SwitchState {
  /** The plugin's name: it is one object for each organization. */
  readonly id: string;
  readonly plugin: string;
  readonly isOn: boolean;
  /** The time of the last change; null if there was none. */
  readonly changedAt: string | null;
  /** The number of messages that wait until it is on. */
  readonly waiting: number;
  /** The number of messages, by type, that came while it was off and are not kept any more; until it is turned off again. */
  readonly forgotten: Readonly<Record<string, number>>;
}

type Site = Required<OperatorSite>;

const readSql = `
  select coalesce(is_on, true) as "isOn", changed_at as "changedAt", coalesce(forgotten, '{}') as forgotten,
         (select count(*)::int from inbox where inbox.org = $1 and off_at is not null) as waiting
    from (select $1::text as org) as asked left join plugin_switch on plugin_switch.org = asked.org`;

const turnSql = `
  insert into plugin_switch (org, is_on) values ($1, $2)
  on conflict (org) do update set is_on = excluded.is_on,
    changed_at = clock_timestamp(), forgotten = case when excluded.is_on then plugin_switch.forgotten else '{}' end
    where plugin_switch.is_on <> excluded.is_on`;

export function readSwitch(site: Site): Promise<SwitchState> {
  return within(site, (database) => read(database, site));
}

/** Turns the plugin off for the site's organization. Throws BAD_USER_INPUT for core. */
export function turnOff(site: Site): Promise<SwitchState> {
  refuseCore(site);
  return within(site, async (database) => {
    await turn(database, site, false);
    return read(database, site);
  });
}

/**
 * Turns the plugin on, and sends what was set aside meanwhile again, to the plugin itself. A process that is killed between the two
 * leaves the rest to the relay, which looks for it at its start and once an hour. `waiting` is the number that was set aside.
 */
export function turnOn(site: Site): Promise<SwitchState> {
  refuseCore(site);
  return within(site, async (database) => {
    const { waiting } = await read(database, site);
    await turn(database, site, true);
    checkpoint('switch.before-raise');
    while ((await raiseSetAside(database, site.plugin)) > 0);
    return { ...(await read(database, site)), waiting };
  });
}

async function turn(database: pg.Client, { plugin, org }: Site, isOn: boolean): Promise<void> {
  await database.query(turnSql, [org, isOn]);
  forgetSwitch(plugin, org);
}

async function within<T>(site: Site, work: (database: pg.Client) => Promise<T>): Promise<T> {
  const database = await openAsOperator(site);
  try {
    return await work(database);
  } finally {
    await database.end();
  }
}

async function read(database: pg.Client, { org, plugin }: Site): Promise<SwitchState> {
  const { rows } = await database.query<Omit<SwitchState, 'id' | 'plugin'>>(readSql, [org]);
  const [row = { isOn: true, changedAt: null, waiting: 0, forgotten: {} }] = rows;
  return { id: plugin, plugin, ...row };
}

function refuseCore({ plugin }: Site): void {
  if (plugin !== coreName) return;
  throw new VaultError('BAD_USER_INPUT', `${coreName} is always on: every plugin needs it.`);
}
