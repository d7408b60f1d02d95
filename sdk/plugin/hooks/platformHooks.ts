import { z } from 'zod';
import type { Vault } from '../kernel/index.ts';
import { defineHook, on, type Hook, type HookHandler } from './defineHook.ts';

/** A plugin's report that an admin has changed the organization's settings of it: the names of the changed fields. */
export const pluginConfigured = defineHook('plugin.configured', 1, z.object({ fields: z.array(z.string()) }));

/** Handles a report of the platform that any plugin sends in its own name: `vault.handling.source`. */
export function hearPlugins<Payload extends z.ZodType>(
  hook: Hook<Payload>,
  handler: (payload: z.output<Payload>, vault: Vault) => Promise<unknown>,
): HookHandler {
  return Object.freeze({ ...on(hook, handler), fromAny: true as const });
}
