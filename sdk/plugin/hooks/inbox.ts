import { rowsOf, type Vault } from '../kernel/index.ts';
import type { Delivery } from './delivery.ts';

/** The outcome of a handler's attempt, in words for people. */
export interface HandlerError {
  readonly code: string;
  readonly message: string;
}

/** One handler's row for one message. */
export interface InboxKey {
  readonly messageId: string;
  readonly handler: string;
}

/** The code of a message whose handler hung until its process was ended. */
export const hungCode = 'HANDLER_HUNG';

/** One handler's call with a message, and whether it is handled while the plugin is off for the organization. */
export interface InboxCall {
  readonly delivery: Delivery;
  readonly handler: string;
  readonly whenOff: boolean;
}

/** The condition of `valuesOf`. */
export const ofKey = `org = ? and message_id = ? and handler = ?`;
/** The condition of a message that is neither done nor dead nor set aside. */
export const isOpen = `inbox.done_at is null and inbox.dead_at is null and inbox.off_at is null`;
/** The condition that the organization has turned the plugin off. */
export const isOff = (org: string) => `exists (select from plugin_switch where org = ${org} and not is_on)`;

const waitMs = `greatest(0, ceil(extract(epoch from due_at - now()) * 1000))::float8`;

const claimSql = `
  insert into inbox (org, message_id, handler, done_at)
  select ?::text, ?::uuid, ?::text, now() where ?::boolean or not ${isOff('?')}
  on conflict (org, message_id, handler) do update set done_at = excluded.done_at
    where ${isOpen} and inbox.due_at <= now()
  returning attempts, error_code as code`;

const claimAllSql = `
  insert into inbox (org, message_id, handler, done_at)
  select ?, message_id, handler, now() from json_to_recordset(?) as claim(message_id uuid, handler text, when_off boolean)
   where when_off or not ${isOff('?')} order by 2, 3
  on conflict (org, message_id, handler) do update set done_at = excluded.done_at
    where ${isOpen} and inbox.due_at <= now()
  returning message_id as "messageId", handler, error_code as code`;

const waitSql = `select ${waitMs} as "waitMs" from inbox where ${ofKey} and ${isOpen}`;

const waitsSql = `
  select asked.message_id as "messageId", asked.handler, case when inbox.org is null then 0 else ${waitMs} end as "waitMs"
    from json_to_recordset(?) as asked(message_id uuid, handler text)
    left join lateral (
      select * from inbox
       where inbox.org = ? and inbox.message_id = asked.message_id and inbox.handler = asked.handler limit 1) as inbox on true
   where inbox.org is null or ${isOpen}`;

// A task that runs goes on. The lock makes one wait for the other: what is set aside is committed before the switch, or finds the plugin on.
const setAsideSql = `
  with off as materialized (select org from plugin_switch where org = ? and not is_on for share)
  insert into inbox (org, message_id, handler, off_at, event)
  select off.org, message.message_id, message.handler, now(), message.event
    from off, json_to_recordset(?) as message(message_id uuid, handler text, event json) order by 2, 3
  on conflict (org, message_id, handler) do update set off_at = excluded.off_at, event = excluded.event, due_at = null, run = null
    where ${isOpen} and (inbox.run is null or inbox.due_at <= now())
  returning message_id as "messageId", handler`;

// The run of another process is not this one's to end.
const isFree = `${isOpen} and (inbox.run is null or inbox.run = ?::uuid or inbox.due_at <= now())`;

const countSql = `
  insert into inbox (org, message_id, handler, attempts, tried_at, due_at, error_code, error_message)
  values (?, ?, ?, 1, now(), now(), ?, ?)
  on conflict (org, message_id, handler) do update set attempts = inbox.attempts + 1, tried_at = now(), run = null,
    due_at = now(), error_code = excluded.error_code, error_message = excluded.error_message
    where ${isFree}
  returning attempts`;

const settleHungSql = `
  update inbox set done_at = now() where ${ofKey} and error_code = '${hungCode}' and done_at is null returning true`;

const mostPostponed = 100;

const putOffSql = `
  insert into inbox (org, message_id, handler, postponed, tried_at, due_at, error_code, error_message)
  values (?, ?, ?, 1, now(), now() + ? * interval '1 millisecond', ?, ?)
  on conflict (org, message_id, handler) do update set postponed = inbox.postponed + 1, tried_at = now(), run = null,
    due_at = excluded.due_at, error_code = excluded.error_code, error_message = excluded.error_message
    where ${isFree} and inbox.postponed < ${mostPostponed}
  returning true`;

const postponeSql = `update inbox set due_at = now() + ? * interval '1 millisecond' where ${ofKey}`;

/** A claimed message: the number of failed tries, and the code of the last one. */
export interface Claim {
  readonly attempts: number;
  readonly code: string | null;
}

/** Records, in the open transaction, that the handler claims the message; returns undefined if it may not, or not yet. */
export async function claimMessage(call: InboxCall, vault: Vault): Promise<Claim | undefined> {
  const values = [...valuesOf(keyOf(call), vault), call.whenOff, vault.org];
  const [claim] = await rowsOf<Claim>(claimSql, values, vault);
  return claim;
}

/** Claims many messages; returns those that their handlers may handle. Throws if one of them has hung its handler: it is handled alone. */
export async function claimMessages<Call extends InboxCall>(
  calls: readonly Call[],
  vault: Vault,
): Promise<readonly Call[]> {
  const { org } = vault;
  type Row = InboxKey & Pick<Claim, 'code'>;
  const rows = await rowsOf<Row>(claimAllSql, [org, recordsOf(calls), org], vault);
  if (rows.some(({ code }) => code === hungCode)) throw new MustBeAlone();
  const claimed = new Set(rows.map(nameOf));
  return calls.filter((call) => claimed.has(nameOf(keyOf(call))));
}

class MustBeAlone extends Error {}

/**
 * The remaining waits of messages that could not be claimed; none for one that is done or dead. If the plugin is off for the
 * organization, those that are not to be handled meanwhile are set aside, which settles them until it is on again.
 */
export async function readWaits(
  calls: readonly InboxCall[],
  vault: Vault,
): Promise<(call: InboxCall) => number | undefined> {
  type Row = InboxKey & { readonly waitMs: number };
  const rows = calls.length === 0 ? [] : await rowsOf<Row>(waitsSql, [recordsOf(calls), vault.org], vault);
  const waits = new Map(rows.map((row) => [nameOf(row), row.waitMs]));
  const open = calls.filter((call) => !call.whenOff && waits.has(nameOf(keyOf(call))));
  for (const key of await setAside(open, vault)) waits.delete(nameOf(key));
  return (call) => waits.get(nameOf(keyOf(call)));
}

async function setAside(calls: readonly InboxCall[], vault: Vault): Promise<readonly InboxKey[]> {
  if (calls.length === 0) return [];
  const events = calls.map(({ delivery, handler }) => ({
    message_id: delivery.id,
    handler,
    event: eventOf(delivery),
  }));
  return rowsOf<InboxKey>(setAsideSql, [vault.org, JSON.stringify(events)], vault);
}

const nameOf = ({ messageId, handler }: InboxKey) => `${messageId} ${handler}`;

/** The key of a call's row. */
export function keyOf({ delivery, handler }: InboxCall): InboxKey {
  return { messageId: delivery.id, handler };
}

function recordsOf(calls: readonly InboxCall[]): string {
  return JSON.stringify(
    calls.map(({ delivery, handler, whenOff }) => ({
      message_id: delivery.id,
      handler,
      when_off: whenOff,
    })),
  );
}

/** Returns the handler's remaining wait for the message, or undefined if it is done, dead or set aside. */
export async function readWait(key: InboxKey, vault: Vault): Promise<number | undefined> {
  const [row] = await rowsOf<{ waitMs: number }>(waitSql, valuesOf(key, vault), vault);
  return row?.waitMs;
}

/** The event, as a replay needs it. */
export function eventOf({ type, subject, source, time, tenant, requestId, data }: Delivery): object {
  return { type, subject, source, time, actor: tenant.userId, requestId, data };
}

/** A handler's row, and the run of its task, if it is one. */
interface TriedKey extends InboxKey {
  readonly run?: string | undefined;
}

/** Counts a failed attempt. Returns their number, or undefined if a copy has settled the message, or has taken it over, meanwhile. */
export async function countAttempt(
  key: TriedKey,
  error: HandlerError,
  vault: Vault,
): Promise<number | undefined> {
  const values = [...valuesOf(key, vault), error.code, error.message, key.run ?? null];
  const [row] = await rowsOf<{ attempts: number }>(countSql, values, vault);
  return row?.attempts;
}

/** Returns true, and settles the message, if its handler has hung the process with it. */
export async function settleHung(key: InboxKey, vault: Vault): Promise<boolean> {
  return (await rowsOf(settleHungSql, valuesOf(key, vault), vault)).length === 1;
}

/** Puts the message off at the handler's own wish, which is no failed attempt; returns false if it may not, or has done so a hundred times. */
export async function putOff(
  key: TriedKey,
  { waitMs: milliseconds, error }: { readonly waitMs: number; readonly error: HandlerError },
  vault: Vault,
): Promise<boolean> {
  const values = [...valuesOf(key, vault), milliseconds, error.code, error.message, key.run ?? null];
  return (await rowsOf(putOffSql, values, vault)).length === 1;
}

/** Postpones the handler's next try. */
export async function postpone(key: InboxKey, milliseconds: number, vault: Vault): Promise<void> {
  await rowsOf(postponeSql, [milliseconds, ...valuesOf(key, vault)], vault);
}

/** The values of `org = ? and message_id = ? and handler = ?`. */
export function valuesOf({ messageId, handler }: InboxKey, { org }: Vault): readonly string[] {
  return [org, messageId, handler];
}
