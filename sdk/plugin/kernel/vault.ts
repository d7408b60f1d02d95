import type { EntityManager } from '@mikro-orm/core';
import type { z } from 'zod';
import type { Tenant } from './tenant.ts';

/** The log of a process; pino's shape, therefore tests can pass their own. */
export interface VaultLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * All that a request, a hook delivery or a task works with; handed down as the last argument, never kept.
 * `em` sees the rows of `org` alone.
 */
export interface Vault extends Tenant {
  readonly plugin: string;
  readonly em: EntityManager;
  readonly settings: unknown;
  readonly requestId: string;
  readonly log: VaultLog;
  /** Of what is done now: done again under the same key, it is done once. */
  readonly idempotencyKey?: string | undefined;
  /** Aborts when what is done now has to end. */
  readonly signal?: AbortSignal | undefined;
}

/** The plugin's settings as its process parsed them at its start; `Schema` is the type of what `definePlugin` was given. */
export function settingsOf<Schema extends z.ZodType>(vault: Vault): z.output<Schema> {
  return vault.settings as z.output<Schema>;
}
