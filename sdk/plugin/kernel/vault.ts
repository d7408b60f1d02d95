import type { EntityManager } from '@mikro-orm/core';
import type { z } from 'zod';
import type { OutsideHttp } from './outsideHttp.ts';
import type { Tenant } from './tenant.ts';

/** The log of a process; it has pino's shape, therefore tests can pass their own. */
export interface VaultLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Everything that a request, a hook delivery or a task works with; passed down as the last argument, never stored.
 * `em` sees the rows of `org` alone.
 */
export interface Vault extends Tenant {
  readonly plugin: string;
  readonly em: EntityManager;
  readonly settings: unknown;
  readonly requestId: string;
  readonly log: VaultLog;
  /** Calls outside systems, where no transaction is open. */
  readonly http: OutsideHttp;
  /** The idempotency key of the current work: repeated under the same key, it is done once. */
  readonly idempotencyKey?: string | undefined;
  /** Aborts when the current work must end. */
  readonly signal?: AbortSignal | undefined;
}

/** The plugin's settings as its process parsed them at startup; `Schema` is the type of the schema passed to `definePlugin`. */
export function settingsOf<Schema extends z.ZodType>(vault: Vault): z.output<Schema> {
  return vault.settings as z.output<Schema>;
}
