import type { HttpSite } from './derive.ts';
import type { Operated, Operation } from './operation.ts';
import type { OutsideHttp } from './outsideHttp.ts';
import type { PageHost } from './pageHost.ts';
import type { SearchHost } from './searchHost.ts';
import type { Vault } from './vault.ts';

/**
 * A vault with what the runtime needs of it. Authors are given, and hand over, a Vault, and never see the rest: every
 * field of it may be missing, as all are in memory.
 */
export interface HostedVault extends Vault {
  /** Set inside a workflow, a hook handler or a task, where hooks may be fired and tasks enqueued. */
  readonly transaction?: Transaction | undefined;
  /** The current message: set only in a hook handler or a task. */
  readonly handling?: Handling | undefined;
  /** The workflows that the plugin lists, such as `create-user.v1`: only their runs can be continued by another process. */
  readonly workflows?: { has(workflow: string): boolean } | undefined;
  /** Writes runs faster than a transaction does. */
  readonly writeSaga?: SagaWriter | undefined;
  /** The process's knowledge of sagas; absent if none is recovered, as on the command line and in seeds. */
  readonly sagas?: SagaHost | undefined;
  /** Takes the questions of `defineAsk` to the other plugins; the command line and seeds have no broker. */
  readonly ask?: (question: Question, vault: Vault) => Promise<readonly Reply[]>;
  /** Has plugins do an operation; a plugin has it by its capability "operate". */
  readonly operate?: Operate;
  /** Keeps out who has left. */
  readonly access?: AccessControl;
  /** Finds rows by words and by vectors. */
  readonly search?: SearchHost;
  /** Reads several lists at once. */
  readonly pages?: PageHost;
  /** The settings of the vault's org, for a plugin that declares such settings. */
  readonly organizationSettings?: OrganizationSettings | undefined;
  /** The run whose step this is. */
  readonly run?: string;
  /** Has the gateway answer one of the plugin's declared operations, and returns its `data`. */
  readonly queryGraph?: (request: GraphRequest, vault: Vault) => Promise<unknown>;
  /** Ends a transaction in which nothing was written; throws TRANSACTION_OPEN where something was. */
  readonly beforeOutside?: (() => Promise<void>) | undefined;
  /** Makes the `http` of a vault; see `derive`. */
  readonly openHttp?: (site: HttpSite) => OutsideHttp;
  /** The W3C trace context of the request, to be passed on. */
  readonly traceparent?: string | undefined;
}

/**
 * Has one plugin, or each active plugin, perform an operation on the data that it stores for the vault's org. Throws
 * FORBIDDEN unless the vault's user is an admin.
 */
export type Operate = (operation: Operation, vault: Vault, plugin?: string) => Promise<readonly Operated[]>;

/** The message that a handler or task receives: its id, its handler, its sender, and the time at which it was sent. */
export interface Handling {
  readonly messageId: string;
  readonly handler: string;
  /** The plugin that sent it. */
  readonly source: string;
  readonly time: Date;
  /** The number of checkpoints that the task has committed; undefined for a hook handler. */
  readonly checkpoints?: number;
}

/** The users whose access has ended, as the plugin's own schema records them. Each function works in the open transaction. */
export interface AccessControl {
  /** Throws ACCESS_REVOKED for a user who has left, but not in the run in which they leave. Until the transaction ends they cannot leave. */
  admit(userId: string, open: HostedVault): Promise<void>;
  /** Waits for the user's open transactions; no other of theirs commits after this one. */
  revoke(userId: string, open: HostedVault): Promise<void>;
  restore(userId: string, open: HostedVault): Promise<void>;
}

/** The settings of the vault's org, as the plugin's own schema keeps them. Each function works in the open transaction if there is one. */
export interface OrganizationSettings {
  /** Returns them as of now, secrets in plain text, as the plugin's schema parses them. */
  read(vault: HostedVault): Promise<unknown>;
  /** Returns them for people: secrets masked. */
  show(vault: HostedVault): Promise<ShownSettings>;
  /** Changes those that `input` has, and returns the result for people; or the fault in them. */
  change(
    input: Readonly<Record<string, unknown>>,
    vault: HostedVault,
  ): Promise<ShownSettings | { readonly fault: SettingFault }>;
}

/** The settings for people; a text with a reason in the place of each value that no longer fits the plugin's schema. */
export interface ShownSettings {
  readonly values: Readonly<Record<string, unknown>>;
  readonly unreadable: Readonly<Record<string, string>>;
}

/** The reason why settings were not changed. */
interface SettingFault {
  readonly message: string;
  readonly path: readonly string[];
}

/** A request to the graph: a document with one operation, and its variables. */
export interface GraphRequest {
  readonly document: string;
  readonly operationName: string;
  readonly variables: unknown;
  /** Names a mutation within its message; equal ones are counted otherwise. */
  readonly key?: string | undefined;
  /** Names a mutation within the organization, in place of `key`. */
  readonly once?: string | undefined;
  /** The user of the message, if the operation is sent for them and not for the plugin itself. */
  readonly as?: string | undefined;
}

/** A run to be stored, by column, and the messages that it sends. */
export interface SagaWrite {
  readonly id: string;
  readonly row: Readonly<Record<string, unknown>>;
  readonly messages: readonly Readonly<Record<string, unknown>>[];
}

/** Writes a run and its messages in one transaction; returns false if another process has continued the run. */
export type SagaWriter = (saga: SagaWrite) => Promise<boolean>;

/** The services of a process that recovers runs. */
export interface SagaHost {
  /** The number by which peers see that this process is alive; null while they cannot. */
  owner(): number | null;
  /** Marks a run as held by this process until it is disposed of. */
  hold(run: string): Disposable;
  /** Returns the active plugins that take part in a point, such as `user-offboarding.v1`; throws if they are unknown. */
  participants(point: string): Promise<readonly string[]>;
  /** Resolves when a participant has answered a run, or after so many milliseconds. */
  answered(run: string, milliseconds: number): Promise<void>;
}

/** The open transaction of a workflow segment or of a hook handler: its messages are published if, and only if, it commits. */
interface Transaction {
  readonly outbox: OutgoingMessage[];
}

/** A message to be written to the outbox: `type` is the CloudEvents type, `data` plain JSON. */
export interface OutgoingMessage {
  readonly subject: string;
  readonly type: string;
  readonly data: unknown;
  /** The task that it enqueues, with the id that its caller received. */
  readonly task?: TaskEntry;
}

/** The task that a message enqueues; with `when` it is sent then. */
interface TaskEntry {
  readonly id: string;
  readonly name: string;
  readonly when: When | undefined;
}

/** The time at which a task runs at the earliest: after so many milliseconds, or at a time within a year. */
export type When =
  | { readonly after: number; readonly at?: undefined }
  | { readonly after?: undefined; readonly at: Date };

/** A question to the other plugins: `type` is its CloudEvents type, `data` plain JSON, `timeout` in milliseconds. */
export interface Question {
  readonly hook: string;
  readonly type: string;
  readonly data: unknown;
  readonly timeout: number;
}

/** A plugin's answer to a question: its objection, or null; or the reason why there is no answer, as in "did not answer". */
export type Reply =
  | { readonly plugin: string; readonly objection: string | null }
  | { readonly plugin: string; readonly fault: string };
