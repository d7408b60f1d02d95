import type { z } from 'zod';
import type { Vault } from '../kernel/index.ts';
import { hookType, type HookHandler } from './defineHook.ts';
import type { Delivery } from './delivery.ts';

/** A hook that was fired, as a handler of every hook gets it. */
export interface HeardHook {
  /** Such as `entity.archived`. */
  readonly name: string;
  readonly version: number;
  /** JSON of a hook that the plugin may not know: parse it before you use it. */
  readonly payload: unknown;
  /** The plugin that fired it. */
  readonly plugin: string;
  /** The user who caused it, if anybody did. */
  readonly userId: string | null;
  readonly time: Date;
}

/** The name of a handler of every hook, and where it begins. */
interface EveryOptions {
  /** `every` by default; required if a plugin has two of them. */
  readonly name?: string | undefined;
  /** `oldest`: begins with the oldest message in the stream, which holds 7 days. By default with the messages fired after the plugin was added. */
  readonly from?: 'now' | 'oldest' | undefined;
  /** True: it goes on while an organization has turned the plugin off. By default the hooks wait until it is on again. */
  readonly whenOff?: boolean | undefined;
}

/** Subscribes to all hooks of each organization: those that the plugin handles besides, and its own, too. */
export function onEvery(
  handler: (heard: HeardHook, vault: Vault) => Promise<unknown>,
  { name = 'every', from = 'now', whenOff = false }: EveryOptions = {},
): HookHandler {
  return Object.freeze({
    hook: null,
    name,
    from,
    whenOff,
    handle: (heard: unknown, vault: Vault) => handler(heard as HeardHook, vault),
  });
}

/** True if the handler is for messages of that type. */
export function hears({ hook }: HookHandler, { type }: Pick<Delivery, 'type'>): boolean {
  return hook === null || hookType(hook.name, hook.version) === type;
}

/** The argument of the handler for a message, or the reasons why it is invalid. */
export function readHeard({ hook }: HookHandler, delivery: Delivery): z.ZodSafeParseResult<unknown> {
  return hook ? hook.payload.safeParse(delivery.data) : { success: true, data: heardIn(delivery) };
}

function heardIn({ type, data, source, tenant, time }: Delivery): HeardHook {
  const end = type.lastIndexOf('.v');
  const [name, version] = [type.slice(0, end), Number(type.slice(end + 2))];
  return { name, version, payload: data, plugin: source, userId: tenant.userId, time };
}
