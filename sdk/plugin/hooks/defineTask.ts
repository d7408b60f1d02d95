import { randomUUIDv7 } from 'node:crypto';
import type { z } from 'zod';
import { isWorkName, subjects, VaultError, type Vault } from '../kernel/index.ts';
import { say } from './outbox.ts';
import { readTask, type TaskStatus } from './readTask.ts';
import { defaultRetry, type RetryPolicy } from './retry.ts';

const usualLimitMs = 60 * 60 * 1000;
const most = { tries: 100, firstDelayMs: usualLimitMs, limitMs: 24 * usualLimitMs };

/** The definition of a task: its work, its payload and its tries; the defaults are those of hooks. */
interface TaskDefinition<Payload extends z.ZodType = z.ZodType> {
  readonly payload: Payload;
  /** Runs in a transaction of its own: it takes effect once, or is rolled back and retried. */
  run(payload: z.output<Payload>, vault: TaskVault): Promise<unknown>;
  /** The number of tries: 8 by default, at most 100. */
  readonly tries?: number;
  /** The wait after the first failure, in milliseconds; it doubles with each failure, up to an hour. */
  readonly firstDelayMs?: number;
  /** The time limit of one try, in milliseconds: an hour by default, at most a day. */
  readonly limitMs?: number;
}

/** The vault of a task. */
export interface TaskVault extends Vault {
  /** Aborts when the process stops or the try takes too long. A task that has not ended 3 s later is rolled back. */
  readonly signal: AbortSignal;
  /** The task's id, the same in each of its tries: use it for an external effect that must not happen twice. */
  readonly idempotencyKey: string;
  /** Reports progress, to be read while the task runs. Call it as often as you like; only the newest report is sure to be written. */
  progress(done: number, total?: number, note?: string): void;
}

/** Work that its plugin does later, for an org. */
export interface Task<Payload extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly version: number;
  readonly payload: Payload;
  readonly retry: Partial<RetryPolicy>;
  readonly limitMs: number;
  /** Enqueues the task once the open transaction has committed, and returns its id. Throws outside a transaction. */
  enqueue(payload: z.input<Payload>, vault: Vault): string;
  /** Returns the state of the task with this id, or null if the vault's org has no such task. */
  find(id: string, vault: Vault): Promise<TaskStatus | null>;
  /** Receives the payload as the task's schema parsed it. */
  run(payload: unknown, vault: TaskVault): Promise<unknown>;
  /** Assigns the task to that plugin, which alone enqueues and runs it; `definePlugin` calls it. */
  belongTo(plugin: string): void;
}

/** Declares work to be done later, named in lower case words joined by `-`; a changed payload gets a new version. */
export function defineTask<Payload extends z.ZodType>(
  name: string,
  version: number,
  definition: TaskDefinition<Payload>,
): Task<Payload> {
  refuseMisfits(name, definition);
  const { payload, run, limitMs = usualLimitMs, tries, firstDelayMs } = definition;
  const owner = ownerOf(name);
  return Object.freeze({
    name,
    version,
    payload,
    retry: { ...(tries && { tries }), ...(firstDelayMs && { firstDelayMs }) },
    limitMs,
    enqueue(value: z.input<Payload>, vault: Vault) {
      owner.refuseOther(vault.plugin);
      const task = { id: randomUUIDv7(), name };
      const subject = subjects.task(vault.org, vault.plugin, name);
      say({ subject, type: taskType({ name, version }), data: payload.parse(value), task }, vault);
      return task.id;
    },
    find: (id: string, vault: Vault) => readTask({ name, id }, vault),
    run: (value: unknown, vault: TaskVault) => run(value as z.output<Payload>, vault),
    belongTo: owner.set,
  });
}

/** The CloudEvents type of a task's messages, such as `task.send-mail.v1`. */
export function taskType({ name, version }: Pick<Task, 'name' | 'version'>): string {
  return `task.${name}.v${version}`;
}

function ownerOf(task: string) {
  let owner: string | undefined;
  return {
    set(plugin: string) {
      if (owner && owner !== plugin)
        refuse(`${plugin}: the task "${task}" belongs to ${owner}; define another task.`);
      owner = plugin;
    },
    refuseOther(plugin: string) {
      if (!owner) refuse(`No plugin has the task "${task}"; add it to \`tasks\` in definePlugin.`);
      if (owner !== plugin)
        refuse(`${plugin} cannot enqueue "${task}", a task of ${owner}; fire a hook that ${owner} handles.`);
    },
  };
}

function refuse(why: string): never {
  throw new VaultError('PLUGIN_INVALID', why);
}

function refuseMisfits(name: string, definition: Omit<TaskDefinition, 'payload' | 'run'>): void {
  if (!isWorkName(name)) {
    const advice = 'The name of a task must be lower case words joined by "-", such as "send-mail"';
    refuse(`${advice}; got "${name}".`);
  }
  const given = { ...defaultRetry, limitMs: usualLimitMs, ...definition };
  for (const [option, atMost] of Object.entries(most)) {
    const value = given[option as keyof typeof most];
    if (Number.isInteger(value) && value > 0 && value <= atMost) continue;
    refuse(`${option} of the task "${name}" must be a whole number from 1 to ${atMost}; got ${value}.`);
  }
}
