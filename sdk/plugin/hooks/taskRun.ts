import { rowsOf, VaultError, type Vault } from '../kernel/index.ts';
import { isOff, isOpen, ofKey, valuesOf, type Claim, type InboxCall, type InboxKey } from './inbox.ts';

/** A process that has not renewed its run for so long has lost it to whoever asks next. */
const leaseMs = 8_000;

/** One process's turn with a task: while it is in the inbox row, and not overdue, no other process runs the task. */
export interface TaskRun extends InboxKey {
  readonly run: string;
}

/** The state that a task has committed, and how many states it has committed so far. */
export interface Checkpoint {
  readonly number: number;
  readonly state: unknown;
}

// Nobody is harmed if a crash of the database loses these: no commit has to wait for the disk.
const unhurried = `set_config('synchronous_commit', 'off', true)`;
const leased = `clock_timestamp() + ${leaseMs} * interval '1 millisecond'`;
// A process that is stopped just before its commit locks the row for no longer than that.
const hurried = `set_config('idle_in_transaction_session_timeout', '10s', true)`;
const isMine = `${ofKey} and run = ? and ${isOpen}`;

const takeSql = `
  insert into inbox (org, message_id, handler, run, due_at)
  select ?::text, ?::uuid, ?::text, ?::uuid, ${leased} where ?::boolean or not ${isOff('?')}
  on conflict (org, message_id, handler) do update set run = excluded.run, due_at = excluded.due_at
    where ${isOpen} and inbox.due_at <= now()
  returning checkpoint, attempts, error_code as code, ${unhurried} as patience`;

const renewSql = `update inbox set due_at = ${leased} where ${isMine} returning ${unhurried} as patience`;

const releaseSql = `update inbox set run = null, due_at = now() where ${isMine} returning true`;

const keepSql = `
  update inbox set checkpoint = ?, attempts = 0, postponed = 0, error_code = null, error_message = null, due_at = ${leased}
   where ${isMine} returning ${hurried}`;

const finishSql = `update inbox set done_at = now(), run = null, checkpoint = null where ${isMine} returning ${hurried}`;

const runValues = (run: TaskRun, vault: Vault) => [...valuesOf(run, vault), run.run];

/** A task that was taken, with its newest checkpoint, if any. */
export interface TakenRun extends Claim {
  readonly checkpoint: Checkpoint | null;
}

/** Takes the task for this run; returns undefined if it may not run, or not yet, or if the plugin is off for the organization. */
export async function takeRun(
  run: TaskRun,
  { whenOff }: Pick<InboxCall, 'whenOff'>,
  vault: Vault,
): Promise<TakenRun | undefined> {
  const [row] = await rowsOf<TakenRun>(takeSql, [...runValues(run, vault), whenOff, vault.org], vault);
  return row;
}

/** Keeps the task for some more seconds; returns false if another process has it. */
export async function renewRun(run: TaskRun, vault: Vault): Promise<boolean> {
  const rows = await rowsOf(renewSql, runValues(run, vault), vault);
  return rows.length === 1;
}

/** Lets another process run the task at once. */
export async function releaseRun(run: TaskRun, vault: Vault): Promise<void> {
  await rowsOf(releaseSql, runValues(run, vault), vault);
}

/** Records a checkpoint in the open transaction. Throws if another process has taken the task meanwhile: nothing may be committed. */
export async function keepCheckpoint(run: TaskRun, checkpoint: Checkpoint, vault: Vault): Promise<void> {
  const values = [JSON.stringify(checkpoint), ...runValues(run, vault)];
  refuseLost(run, await rowsOf(keepSql, values, vault));
}

/** Records in the open transaction that the task is done; throws as `keepCheckpoint` does. */
export async function finishRun(run: TaskRun, vault: Vault): Promise<void> {
  refuseLost(run, await rowsOf(finishSql, runValues(run, vault), vault));
}

function refuseLost({ messageId, handler }: TaskRun, rows: readonly unknown[]): void {
  if (rows.length === 1) return;
  throw new VaultError(
    'STEP_FAILED',
    `Another process has taken over ${handler} ${messageId}, because this one was silent for ${leaseMs} ms.`,
  );
}
