import type { Tenant, Vault } from '../kernel/index.ts';
import type { RetryPolicy } from './retry.ts';

/** A message from the broker, its envelope already validated. */
export interface Delivery {
  readonly id: string;
  readonly type: string;
  readonly tenant: Tenant;
  /** The time of the event. */
  readonly time: Date;
  readonly requestId: string;
  /** The subject that it was published to, and the publisher. */
  readonly subject: string;
  readonly source: string;
  readonly data: unknown;
  /** The one handler that a replayed dead letter is for. */
  readonly only?: { readonly plugin: string; readonly handler: string } | undefined;
}

/** Opens a transaction for the tenant, passes its vault to `work`, and commits; rolls back on a throw. */
export type InTransaction = <T>(delivery: Delivery, work: (vault: Vault) => Promise<T>) => Promise<T>;

/** The dependencies of a delivery. */
export interface DeliveryMeans {
  readonly inTransaction: InTransaction;
  readonly retry: RetryPolicy;
}

/** The state of a message for a handler. A settled message needs no further delivery: it is done, or already dead. */
export type Handled =
  | { readonly state: 'settled' }
  | { readonly state: 'waiting'; readonly waitMs: number; readonly failure?: unknown }
  | { readonly state: 'dead'; readonly failure: unknown };

/** The state of a message that its handler may not handle now: it waits, or is settled. */
export function stateOf(waitMs: number | undefined): Handled {
  return waitMs === undefined ? { state: 'settled' } : { state: 'waiting', waitMs };
}
