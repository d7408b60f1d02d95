import { randomUUIDv7 } from 'node:crypto';
import type { z } from 'zod';
import { isWorkName, subjects, VaultError, type Vault, type When } from '../kernel/index.ts';
import { say } from './outbox.ts';
import { readTask, type TaskStatus } from './readTask.ts';
import { defaultRetry, type RetryPolicy } from './retry.ts';

const usualLimitMs = 60 * 60 * 1000;
const longestWaitMs = 366 * 24 * usualLimitMs;
const most = { tries: 100, firstDelayMs: usualLimitMs, limitMs: 24 * usualLimitMs };

/** The work of a task, from its newest checkpoint on if it declares checkpoints. */
type Run<Payload extends z.ZodType, State> = State extends z.ZodType
  ? (
      payload: z.output<Payload>,
      state: z.output<State> | undefined,
      vault: CheckpointVault<z.input<State>>,
    ) => Promise<unknown>
  : (payload: z.output<Payload>, vault: TaskVault) => Promise<unknown>;

/** The definition of a task: its work, its payload and its tries; the defaults are those of hooks. */
interface TaskDefinition<Payload extends z.ZodType, State extends z.ZodType | undefined> {
  readonly payload: Payload;
  /** The state that a long task commits with its work so far, as JSON of at most 64 KB; `run` receives it as its second argument. */
  readonly checkpoint?: State;
  /**
   * Its work takes effect once, or is undone and retried: all of it, or that since the last checkpoint. Its transaction opens with
   * its first statement.
   */
  readonly run: Run<Payload, State>;
  /** The number of tries, from each checkpoint: 8 by default, at most 100. */
  readonly tries?: number;
  /** The wait after the first failure, in milliseconds; it doubles with each failure, up to an hour. */
  readonly firstDelayMs?: number;
  /** The time limit of one try, in milliseconds: an hour by default, at most a day. */
  readonly limitMs?: number;
  /** True: it runs while an organization has turned the plugin off, too. By default it waits until the plugin is on again. */
  readonly whenOff?: boolean;
}

/** The vault of a task. */
export interface TaskVault extends Vault {
  /** Aborts when the process stops, the try takes too long, or another process has taken over. A task that has not ended 3 s later is rolled back. */
  readonly signal: AbortSignal;
  /** The task's id, the same in each of its tries: use it for an external effect that must not happen twice. */
  readonly idempotencyKey: string;
  /** Reports progress, to be read while the task runs. Call it as often as you like; only the newest report is sure to be written. */
  progress(done: number, total?: number, note?: string): void;
}

/** The vault of a task with checkpoints. */
export interface CheckpointVault<State> extends TaskVault {
  /**
   * Commits what was done so far, with its hooks and tasks, together with this state: from here a retry or another process
   * goes on. Throws STEP_FAILED if another process has taken over, BAD_USER_INPUT if the state does not survive as JSON.
   */
  checkpoint(state: State): Promise<void>;
}

/** Work that its plugin does later, for an org. */
export interface Task<Payload extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly version: number;
  readonly payload: Payload;
  readonly retry: Partial<RetryPolicy>;
  readonly limitMs: number;
  /** True if it runs for an organization that has turned the plugin off, too. */
  readonly whenOff: boolean;
  /** Enqueues the task once the open transaction has committed, for now or for later, and returns its id. Throws outside a transaction. */
  enqueue(payload: z.input<Payload>, vault: Vault, when?: When): string;
  /** Returns the state of the task with this id, or null if the vault's org has no such task. */
  find(id: string, vault: Vault): Promise<TaskStatus | null>;
  /** The schema of its checkpoints; it makes none without one. */
  readonly checkpoint?: z.ZodType | undefined;
  /** Receives the payload and the newest checkpoint as the task's schemas parsed them. */
  run(payload: unknown, state: unknown, vault: TaskVault): Promise<unknown>;
  /** Assigns the task to that plugin, which alone enqueues and runs it; `definePlugin` calls it. */
  belongTo(plugin: string): void;
}

/** Declares work to be done later, named in lower case words joined by `-`; a changed payload gets a new version. */
export function defineTask<Payload extends z.ZodType, State extends z.ZodType | undefined = undefined>(
  name: string,
  version: number,
  definition: TaskDefinition<Payload, State>,
): Task<Payload> {
  refuseMisfits(name, definition);
  const { payload, checkpoint, limitMs = usualLimitMs, whenOff = false, tries, firstDelayMs } = definition;
  const run = definition.run as (...args: readonly unknown[]) => Promise<unknown>;
  const owner = ownerOf(name);
  return Object.freeze({
    name,
    version,
    payload,
    retry: { ...(tries && { tries }), ...(firstDelayMs && { firstDelayMs }) },
    limitMs,
    whenOff,
    checkpoint,
    enqueue(value: z.input<Payload>, vault: Vault, when?: When) {
      owner.refuseOther(vault.plugin);
      const task = { id: randomUUIDv7(), name, when: laterOf(when) };
      const subject = subjects.task(vault.org, vault.plugin, name);
      say({ subject, type: taskType({ name, version }), data: payload.parse(value), task }, vault);
      return task.id;
    },
    find: (id: string, vault: Vault) => readTask({ name, id }, vault),
    run: (value: unknown, state: unknown, vault: TaskVault) =>
      checkpoint ? run(value, state, vault) : run(value, vault),
    belongTo: owner.set,
  });
}

/** The CloudEvents type of a task's messages, such as `task.send-mail.v1`. */
export function taskType({ name, version }: Pick<Task, 'name' | 'version'>): string {
  return `task.${name}.v${version}`;
}

/** PostgreSQL's clock decides whether a time has come; this one is good enough for the bound. */
function laterOf(when?: When): When | undefined {
  if (!when) return undefined;
  const waitMs = when.at ? when.at.getTime() - Date.now() : when.after;
  if (waitMs <= longestWaitMs) return when.at || when.after > 0 ? when : undefined;
  throw new VaultError(
    'BAD_USER_INPUT',
    'A task waits until a time within a year, or for as many milliseconds.',
  );
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

function refuseMisfits(name: string, definition: object): void {
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
