import type { z } from 'zod';
import { isHookName, subjects, VaultError, type Vault } from '../kernel/index.ts';
import { say } from './outbox.ts';

/** A hookspec: an event, and the payload that its subscribers get. */
export interface Hook<Payload extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly version: number;
  readonly payload: Payload;
  /** Tells every subscriber once the open transaction has committed; outside of one it throws. */
  fire(payload: z.input<Payload>, vault: Vault): void;
}

/** A hookimpl: what a plugin does when a hook has fired. Its name tells it apart in the inbox. */
export interface HookHandler {
  readonly hook: Hook;
  readonly name: string;
  readonly from: 'now' | 'oldest';
  /** Takes what the hook's schema made of the payload. */
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

/** How a handler is known, and where it begins. */
interface HandlerOptions {
  /** The hook's unless given; give one where a plugin handles the same hook twice. */
  readonly name?: string | undefined;
  /** With what is fired after the plugin came into being, unless given; `oldest`: with all that the stream still has, 7 days of it. */
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

/** Throws PLUGIN_INVALID where a hook cannot have that name. */
export function refuseHookName(name: string): void {
  if (isHookName(name)) return;
  throw new VaultError(
    'PLUGIN_INVALID',
    `A hook is named in lower case words joined by ".", such as "entity.archived"; got "${name}".`,
  );
}

/** The CloudEvents type of a hook's messages, such as `entity.archived.v1`. */
export function hookType(name: string, version: number): string {
  return `${name}.v${version}`;
}
