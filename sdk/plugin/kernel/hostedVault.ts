import type { Operated, Operation } from './operation.ts';
import type { Vault } from './vault.ts';

/**
 * A vault with what the runtime needs of it. Authors are given, and hand over, a Vault, and never see the rest: every
 * field of it may be missing, as all are in memory.
 */
export interface HostedVault extends Vault {
  /** Set inside a workflow, a hook handler or a task, where hooks may be fired and tasks enqueued. */
  readonly transaction?: Transaction | undefined;
  /** The current message: set in a hook handler or a task, and only there. */
  readonly handling?: Handling | undefined;
  /** Writes runs faster than a transaction does. */
  readonly writeSaga?: SagaWriter | undefined;
  /** The process's knowledge of sagas; absent if none is recovered, as on the command line and in seeds. */
  readonly sagas?: SagaHost | undefined;
  /** Takes the questions of `defineAsk` to the other plugins; the command line and seeds have no broker. */
  readonly ask?: (question: Question, vault: Vault) => Promise<readonly Reply[]>;
  /** Has plugins do an operation; a plugin has it by its capability "operate". */
  readonly operate?: Operate;
  /** Has the gateway answer one of the plugin's declared operations, and returns its `data`. */
  readonly queryGraph?: (request: GraphRequest, vault: Vault) => Promise<unknown>;
}

/**
 * Has an operation done by one plugin, or by each of the active ones, on what it keeps for the vault's org. Throws
 * FORBIDDEN unless the vault's user is an admin.
 */
export type Operate = (operation: Operation, vault: Vault, plugin?: string) => Promise<readonly Operated[]>;

/** Of a message that a handler or task is given: its id, and who handles it. */
export interface Handling {
  readonly messageId: string;
  readonly handler: string;
}

/** A request to the graph: a document with one operation, and its variables. */
export interface GraphRequest {
  readonly document: string;
  readonly operationName: string;
  readonly variables: unknown;
}

/** A run as it is to be on record, by column, and what is said with it. */
export interface SagaWrite {
  readonly id: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly messages: readonly Readonly<Record<string, unknown>>[];
}

/** Writes a run and its messages in one go; false where somebody else has gone on with it. */
export type SagaWriter = (saga: SagaWrite) => Promise<boolean>;

/** The services of a process that takes runs over, for the runs in its hands. */
export interface SagaHost {
  /** The number by which peers see that this process is alive; null while they cannot. */
  owner(): number | null;
  /** Keeps a run in the hands of this process until it is disposed of. */
  hold(run: string): Disposable;
  /** The active plugins that take part in a point, such as `user-offboarding.v1`; throws where that is not known. */
  participants(point: string): readonly string[];
  /** Resolves when a participant has answered a run, or after so many milliseconds. */
  answered(run: string, milliseconds: number): Promise<void>;
  /** Gives every run away after each of its steps: how the tests see that any process can go on from anywhere. */
  readonly takesOverAlways?: boolean;
}

/** The open transaction of a workflow segment or of a hook handler: what it says goes out if, and only if, it commits. */
interface Transaction {
  readonly outbox: OutgoingMessage[];
}

/** A message on its way into the outbox: `type` is the CloudEvents type, `data` plain JSON. */
export interface OutgoingMessage {
  readonly subject: string;
  readonly type: string;
  readonly data: unknown;
  /** The task that it enqueues, and the id that its caller was given. */
  readonly task?: { readonly id: string; readonly name: string };
}

/** A question to the other plugins: `type` is its CloudEvents type, `data` plain JSON, `timeout` in milliseconds. */
export interface Question {
  readonly hook: string;
  readonly type: string;
  readonly data: unknown;
  readonly timeout: number;
}

/** A plugin's answer to a question: its objection, null for none; or the reason that there is no answer, as in "did not answer". */
export type Reply =
  | { readonly plugin: string; readonly objection: string | null }
  | { readonly plugin: string; readonly fault: string };
