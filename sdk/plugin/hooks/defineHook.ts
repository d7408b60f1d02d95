import type { z } from 'zod';
import { isHookName, subjects, VaultError, versioned, type Vault } from '../kernel/index.ts';
import { say } from './outbox.ts';

/** A hookspec: an event, and the payload that its subscribers receive. */
export interface Hook<Payload extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly version: number;
  readonly payload: Payload;
  /** Notifies every subscriber once the open transaction has committed. Throws outside a transaction. */
  fire(payload: z.input<Payload>, vault: Vault): void;
}

/** A hookimpl: a plugin's reaction to a fired hook. Its name identifies it in the inbox. */
export interface HookHandler {
  readonly hook: Hook;
  readonly name: string;
  readonly from: 'now' | 'oldest';
  /** Receives the payload as the hook's schema parsed it. */
  handle(payload: unknown, vault: Vault): Promise<unknown>;
}

/** Declares a hook, named in lower case words joined by `.`; a changed payload gets a new version. */
export function defineHook<Payload extends z.ZodType>(
  name: string,
  version: number,
  payload: Payload,
): Hook<Payload> {
  refuseHookName(name);
  const fire = (value: z.input<Payload>, vault: Vault): void =>
    say(
      { subject: subjects.hook(vault.org, name), type: hookType(name, version), data: payload.parse(value) },
      vault,
    );
  return Object.freeze({ name, version, payload, fire });
}

/** The name of a handler, and where it begins. */
interface HandlerOptions {
  /** The hook's name by default; required if a plugin handles the same hook twice. */
  readonly name?: string | undefined;
  /** `oldest`: begins with the oldest message in the stream, which holds 7 days. By default with the messages fired after the plugin was added. */
  readonly from?: 'now' | 'oldest' | undefined;
}

/** Subscribes to a hook. */
export function on<Payload extends z.ZodType>(
  hook: Hook<Payload>,
  handler: (payload: z.output<Payload>, vault: Vault) => Promise<unknown>,
  { name = hook.name, from = 'now' }: HandlerOptions = {},
): HookHandler {
  return Object.freeze({
    hook: hook as unknown as Hook,
    name,
    from,
    handle: (payload: unknown, vault: Vault) => handler(payload as z.output<Payload>, vault),
  });
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
