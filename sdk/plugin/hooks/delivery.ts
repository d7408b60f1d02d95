import type { Tenant, Vault } from '../kernel/index.ts';
import type { RetryPolicy } from './retry.ts';

/** A message as it came from the broker, its envelope already checked. */
export interface Delivery {
  readonly id: string;
  readonly type: string;
  readonly tenant: Tenant;
  /** When it happened. */
  readonly time: Date;
  readonly requestId: string;
  /** The place that it was published to, and the publisher. */
  readonly subject: string;
  readonly source: string;
  readonly data: unknown;
  /** The one handler that a replayed dead letter is for. */
  readonly only?: { readonly plugin: string; readonly handler: string } | undefined;
}

/** Opens a transaction for the tenant, hands its vault to `work`, and commits, or undoes all of it on a throw. */
export type InTransaction = <T>(delivery: Delivery, work: (vault: Vault) => Promise<T>) => Promise<T>;

/** The dependencies of a delivery. */
export interface DeliveryMeans {
  readonly inTransaction: InTransaction;
  readonly retry: RetryPolicy;
}

/** How a message stands with a handler. A settled one needs no other delivery: it is done, or was dead before. */
export type Handled =
  | { readonly state: 'settled' }
  | { readonly state: 'waiting'; readonly waitMs: number; readonly failure?: unknown }
  | { readonly state: 'dead'; readonly failure: unknown };
