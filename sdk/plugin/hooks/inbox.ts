import { rowsOf, type Vault } from '../kernel/index.ts';

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

/** The condition of `valuesOf`, and that of a message that is neither done nor dead. */
export const ofKey = `org = ? and message_id = ? and handler = ?`;
export const isOpen = `inbox.done_at is null and inbox.dead_at is null`;

const waitMs = `greatest(0, ceil(extract(epoch from due_at - now()) * 1000))::float8 as "waitMs"`;

const claimSql = `
  insert into inbox (org, message_id, handler, done_at) values (?, ?, ?, now())
  on conflict (org, message_id, handler) do update set done_at = excluded.done_at
    where ${isOpen} and inbox.due_at <= now()
  returning attempts, error_code as code`;

const claimAllSql = `
  insert into inbox (org, message_id, handler, done_at)
  select ?, message_id, handler, now() from json_to_recordset(?) as claim(message_id uuid, handler text) order by 2, 3
  on conflict (org, message_id, handler) do update set done_at = excluded.done_at
    where ${isOpen} and inbox.due_at <= now()
  returning message_id as "messageId", handler, error_code as code`;

const waitSql = `
  select ${waitMs} from inbox where ${ofKey} and ${isOpen}`;

const waitsSql = `
  select message_id as "messageId", handler, "waitMs" from json_to_recordset(?) as wait(message_id uuid, handler text)
    cross join lateral (
      select ${waitMs} from inbox
       where org = ? and message_id = wait.message_id and handler = wait.handler and ${isOpen} limit 1) as waiting`;

// The run of another process is not this one's to end.
const isFree = `${isOpen} and (inbox.run is null or inbox.run = ?::uuid or inbox.due_at <= now())`;

const countSql = `
  insert into inbox (org, message_id, handler, attempts, tried_at, due_at, error_code, error_message)
  values (?, ?, ?, 1, now(), now(), ?, ?)
  on conflict (org, message_id, handler) do update set attempts = inbox.attempts + 1, tried_at = now(), run = null,
    due_at = now(), error_code = excluded.error_code, error_message = excluded.error_message
    where ${isFree}
  returning attempts`;

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
export async function claimMessage(key: InboxKey, vault: Vault): Promise<Claim | undefined> {
  const [claim] = await rowsOf<Claim>(claimSql, valuesOf(key, vault), vault);
  return claim;
}

/** Claims many messages; returns those that their handlers may handle. Throws if one of them has hung its handler: it is handled alone. */
export async function claimMessages<Key extends InboxKey>(
  keys: readonly Key[],
  vault: Vault,
): Promise<readonly Key[]> {
  const rows = await rowsOf<InboxKey & Pick<Claim, 'code'>>(claimAllSql, [vault.org, recordsOf(keys)], vault);
  if (rows.some(({ code }) => code === hungCode)) throw new MustBeAlone();
  const claimed = new Set(rows.map(nameOf));
  return keys.filter((key) => claimed.has(nameOf(key)));
}

class MustBeAlone extends Error {}

/** Returns the remaining wait of each message that is neither done nor dead. */
export async function readWaits(
  keys: readonly InboxKey[],
  vault: Vault,
): Promise<(key: InboxKey) => number | undefined> {
  type Row = InboxKey & { readonly waitMs: number };
  const rows = keys.length === 0 ? [] : await rowsOf<Row>(waitsSql, [recordsOf(keys), vault.org], vault);
  const waits = new Map(rows.map((row) => [nameOf(row), row.waitMs]));
  return (key) => waits.get(nameOf(key));
}

const nameOf = ({ messageId, handler }: InboxKey) => `${messageId} ${handler}`;

function recordsOf(keys: readonly InboxKey[]): string {
  return JSON.stringify(keys.map(({ messageId, handler }) => ({ message_id: messageId, handler })));
}

/** Returns the handler's remaining wait for the message, or undefined if it is done or dead. */
export async function readWait(key: InboxKey, vault: Vault): Promise<number | undefined> {
  const [row] = await rowsOf<{ waitMs: number }>(waitSql, valuesOf(key, vault), vault);
  return row?.waitMs;
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
