import type { EntityManager } from '@mikro-orm/core';
import {
  checkpoint as placed,
  derive,
  pauseTransaction,
  VaultError,
  type Handling,
  type HostedVault,
  type OutgoingMessage,
} from '../kernel/index.ts';
import { writeOutbox } from './outbox.ts';
import type { Checkpoint } from './taskRun.ts';

/** The record of a task's run; both write it in the open transaction. */
interface RunRecord {
  keep(checkpoint: Checkpoint, open: HostedVault): Promise<void>;
  finish(open: HostedVault): Promise<void>;
}

interface SessionOptions {
  readonly vault: HostedVault;
  readonly message: Omit<Handling, 'checkpoints'>;
  /** The number of checkpoints before this run. */
  readonly checkpoints: number;
  readonly record: RunRecord;
}

/** The work of a task in one transaction after the other. */
export interface TaskSession {
  readonly vault: HostedVault;
  /** Commits the work so far with this state, and goes on in another transaction. */
  checkpoint(state: unknown): Promise<void>;
  /** Commits the work since the last checkpoint, and the end of the task. */
  finish(): Promise<void>;
  /** Undoes the work since the last checkpoint. Nothing that is done later has an effect. */
  abandon(): Promise<void>;
}

// The task may be busy outside the database for longer than a request may.
const patience = { idle_in_transaction_session_timeout: '1h' };

/** Opens a session; it takes a connection with its first statement. */
export async function openSession(options: SessionOptions): Promise<TaskSession> {
  const em = patient(options.vault.em);
  await em.begin();
  const course = begin(em, options);
  let last: Promise<void> = Promise.resolve();
  return {
    vault: course.vault,
    checkpoint(state) {
      last = last.then(() => keep(state, course));
      last.catch(() => {}); // the end of the task sees it too
      return last;
    },
    async finish() {
      await last;
      await commit(course, () => course.record.finish(course.vault));
      course.isOver = true;
    },
    async abandon() {
      course.isOver = true;
      await rollBack(em);
    },
  };
}

/** A session under way. */
interface Course {
  readonly vault: HostedVault;
  readonly record: RunRecord;
  /** The checkpoints so far. */
  readonly passed: { number: number };
  isOver: boolean;
}

function begin(em: EntityManager, { vault, message, checkpoints, record }: SessionOptions): Course {
  const outbox: OutgoingMessage[] = [];
  const passed = { number: checkpoints };
  const handling = {
    ...message,
    get checkpoints() {
      return passed.number;
    },
  };
  const beforeOutside = () => restOrRefuse(em, outbox);
  const open = derive(vault, { em, handling, transaction: { outbox }, beforeOutside });
  return { vault: open, record, passed, isOver: false };
}

async function keep(state: unknown, course: Course): Promise<void> {
  const { vault, record, passed } = course;
  await commit(course, () => record.keep({ number: passed.number + 1, state }, vault));
  passed.number += 1;
  await goOn(vault.em);
  if (course.isOver) await rollBack(vault.em);
}

async function commit({ vault }: Course, write: () => Promise<void>): Promise<void> {
  const { em } = vault;
  await em.flush();
  await writeOutbox(vault);
  await write();
  placed('task.before-commit');
  await em.getConnection().commit(em.getTransactionContext());
  placed('task.after-commit');
  em.clear(); // a long task would keep every row that it has created
}

/** A transaction that has ended stays the manager's own: a later statement fails, instead of being committed alone. */
async function rollBack(em: EntityManager): Promise<void> {
  await em.getConnection().rollback(em.getTransactionContext());
}

function patient(em: EntityManager): EntityManager {
  const variables = { ...em.getSessionContext()?.variables, ...patience };
  return em.fork({ session: { variables } });
}

/** Until then the transaction that has ended stays the manager's own, as in `rollBack`. */
async function goOn(em: EntityManager): Promise<void> {
  const sessionContext = em.getTransactionSessionContext();
  em.setTransactionContext(await em.getConnection().begin({ ...(sessionContext && { sessionContext }) }));
}

async function restOrRefuse(em: EntityManager, outbox: readonly OutgoingMessage[]): Promise<void> {
  const isClean = outbox.length === 0 && em.getUnitOfWork().getPersistStack().size === 0;
  if (isClean && !(await pauseTransaction({ em }))) return;
  throw new VaultError(
    'TRANSACTION_OPEN',
    'An outside system cannot be called while this task has work that is not committed. Call vault.checkpoint first, or enqueue a task that makes the call.',
  );
}
