import type { Tenant, VaultLog } from '@nimbusvault/sdk/kernel';
import type { PlanTrace } from './planTrace.ts';

/** The context of one client request; `signal` aborts when the client disconnects or the deadline passes. */
export interface RequestContext {
  readonly tenant: Tenant;
  /** The client's header of that name, unchanged. */
  readonly authorization: string | undefined;
  readonly requestId: string;
  readonly traceparent: string | undefined;
  /** The client's idempotency key: its mutations run once, however often it repeats the request. */
  readonly idempotencyKey: string | undefined;
  /** False if the client may not see the schema: no introspection, no "Did you mean" suggestions. */
  readonly seesSchema: boolean;
  readonly signal: AbortSignal;
  readonly log: VaultLog;
  /** Undefined if the client did not request the query plan or may not see it. */
  readonly trace: PlanTrace | undefined;
}
