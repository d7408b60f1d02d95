import type { Tenant, VaultLog } from '@nimbusvault/sdk/kernel';
import type { PlanTrace } from './planTrace.ts';

/** The context of one client request; `signal` aborts when the client leaves or the deadline passes. */
export interface RequestContext {
  readonly tenant: Tenant;
  /** The client's header of that name, as it came. */
  readonly authorization: string | undefined;
  readonly requestId: string;
  readonly traceparent: string | undefined;
  /** Under which the client wants its mutations done once, however often it asks. */
  readonly idempotencyKey: string | undefined;
  /** False where the schema is no business of the client: no introspection, no names that it might have meant. */
  readonly seesSchema: boolean;
  readonly signal: AbortSignal;
  readonly log: VaultLog;
  /** Undefined for all who do not want to see the query plan, or may not. */
  readonly trace: PlanTrace | undefined;
}
