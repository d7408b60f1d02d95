import { z } from 'zod';
import type { Vault } from '../kernel/index.ts';
import { BackgroundTask, type TaskProgress } from './BackgroundTask.ts';
import type { HandlerError } from './inbox.ts';

/** How a task stands. */
export interface TaskStatus {
  /** `dead` after its last try, until an operator replays it. */
  readonly state: 'waiting' | 'running' | 'done' | 'dead';
  /** The progress that it reported last, also of a try that was undone since. */
  readonly progress: TaskProgress | null;
  /** How many tries have failed, since it was enqueued or replayed. */
  readonly attempts: number;
  /** Why the newest of them failed. */
  readonly error: HandlerError | null;
  readonly enqueuedAt: Date;
}

/** The task of this name and id in the vault's org, or null; one that has ended is known for 14 days more. */
export async function readTask(
  { name, id }: { readonly name: string; readonly id: string },
  vault: Vault,
): Promise<TaskStatus | null> {
  if (!z.guid().safeParse(id).success) return null;
  const key = { org: vault.org, id, name };
  const row = await vault.em.findOne(BackgroundTask, key, { disableIdentityMap: true });
  if (!row) return null;
  const { progress = null, enqueuedAt, tries } = row;
  const { attempts = 0, error = null } = tries ?? {};
  return { state: stateOf(row), progress, attempts, error, enqueuedAt };
}

function stateOf({ tries, isRunning }: BackgroundTask): TaskStatus['state'] {
  if (tries?.isDone) return 'done';
  if (tries?.isDead) return 'dead';
  return isRunning ? 'running' : 'waiting';
}
