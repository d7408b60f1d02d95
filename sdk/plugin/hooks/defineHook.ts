import type { z } from 'zod';
import { isHookName, ownerOfHook, subjects, VaultError, versioned, type Vault } from '../kernel/index.ts';
import { say } from './outbox.ts';

/** A hookspec: an event, and the payload that its subscribers receive. */
export interface Hook<Payload extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly version: number;
  readonly payload: Payload;
  /** The plugin that fires it, if it is not the one that handles it. */
  readonly owner?: string | undefined;
  /** Notifies every subscriber once the open transaction has committed. Throws outside a transaction. */
  fire(payload: z.input<Payload>, vault: Vault): void;
}

/** A hookimpl: a plugin's reaction to a fired hook. Its name identifies it in the inbox. */
export interface HookHandler {
  /** Null for a handler of every hook. */
  readonly hook: Hook | null;
  readonly name: string;
  readonly from: 'now' | 'oldest';
  /** True if it handles the hooks of an organization that has turned the plugin off, too. */
  readonly whenOff: boolean;
  /** Receives the payload as the hook's schema parsed it. */
  handle(payload: unknown, vault: Vault): Promise<unknown>;
}

/** The plugin that fires a hook or asks a question. */
export interface Owned {
  /** The plugin whose it is, and which alone can send it. Required for other plugins to receive it; core's names are core's. */
  readonly owner?: string | undefined;
}

/** The payload of a hook that other plugins receive, and its owner. */
interface HookDefinition<Payload extends z.ZodType> extends Required<Owned> {
  readonly payload: Payload;
}

/**
 * Declares a hook, named in lower case words joined by `.`; a changed payload gets a new version. Only a hook that names its
 * `owner` is received by other plugins.
 */
export function defineHook<Payload extends z.ZodType>(
  name: string,
  version: number,
  definition: Payload | HookDefinition<Payload>,
): Hook<Payload> {
  refuseHookName(name);
  const type = hookType(name, version);
  const { owner, payload } = 'owner' in definition ? definition : { owner: undefined, payload: definition };
  const fire = (value: z.input<Payload>, vault: Vault): void => {
    refuseOtherOwner({ name, owner }, vault.plugin);
    say({ subject: subjects.hook(vault.org, vault.plugin, name), type, data: payload.parse(value) }, vault);
  };
  return Object.freeze({ name, version, payload, owner, fire });
}

/** The name of a handler, where it begins, and whether it goes on while the plugin is off. */
interface HandlerOptions {
  /** The hook's name by default; required if a plugin handles the same hook twice. */
  readonly name?: string | undefined;
  /** `oldest`: begins with the oldest message in the stream, which holds 7 days. By default with the messages fired after the plugin was added. */
  readonly from?: 'now' | 'oldest' | undefined;
  /**
   * True: it goes on while an organization has turned the plugin off, because it protects people: it forgets what was deleted. By
   * default the hooks wait, and are handled when the plugin is on again.
   */
  readonly whenOff?: boolean | undefined;
}

/** Subscribes to a hook. */
export function on<Payload extends z.ZodType>(
  hook: Hook<Payload>,
  handler: (payload: z.output<Payload>, vault: Vault) => Promise<unknown>,
  { name = hook.name, from = 'now', whenOff = false }: HandlerOptions = {},
): HookHandler {
  return Object.freeze({
    hook: hook as unknown as Hook,
    name,
    from,
    whenOff,
    handle: (payload: unknown, vault: Vault) => handler(payload as z.output<Payload>, vault),
  });
}

/** Throws PLUGIN_INVALID if a hook is fired, or a question asked, by a plugin whose it is not. */
export function refuseOtherOwner(hook: Owned & { readonly name: string }, plugin: string): void {
  const owner = ownerOfHook(hook, plugin);
  if (owner === plugin) return;
  throw new VaultError(
    'PLUGIN_INVALID',
    `${plugin} cannot send "${hook.name}", which belongs to ${owner}: nobody would receive it. Declare a hook of its own.`,
  );
}

/** Throws PLUGIN_INVALID if the name is not valid for a hook. */
export function refuseHookName(name: string): void {
  if (isHookName(name)) return;
  throw new VaultError(
    'PLUGIN_INVALID',
    `The name of a hook must be lower case words joined by ".", such as "entity.archived"; got "${name}".`,
  );
}

/** The CloudEvents type of a hook's messages, such as `entity.archived.v1`. */
export function hookType(name: string, version: number): string {
  return versioned({ name, version });
}
