import {
  deliver,
  hookType,
  type Delivery,
  type Handled,
  type HookHandler,
  type InTransaction,
  type RetryPolicy,
} from '../hooks/index.ts';
import type { VaultLog } from '../kernel/index.ts';
import type { ConsumerOptions } from './consumer.ts';

/** What a plugin's hooks are delivered with. */
export interface HookDeliveries {
  readonly plugin: string;
  readonly handlers: readonly HookHandler[];
  /** When the plugin came into being: what was fired before is not for it. */
  readonly since: Date;
  readonly inTransaction: InTransaction;
  readonly retry: RetryPolicy;
  readonly log: VaultLog;
}

/** Hands each hook message to the plugin's handlers; it waits as long as the first of those that have not settled it. */
export function deliverHooks(options: HookDeliveries): ConsumerOptions['deliver'] {
  return async (delivery) => {
    if (!isForUs(delivery, options)) return undefined;
    const handled = await deliver(delivery, options.handlers, options);
    for (const each of handled) tell(each, delivery, options.log);
    const waits = handled.flatMap((each) => (each.state === 'waiting' ? [each.waitMs] : []));
    return waits.length === 0 ? undefined : Math.min(...waits);
  };
}

function isForUs({ type, time, only }: Delivery, { plugin, handlers, since }: HookDeliveries): boolean {
  if (only) return only.plugin === plugin;
  return time >= since && handlers.some(({ hook }) => hookType(hook.name, hook.version) === type);
}

function tell(handled: Handled, { id, type, tenant }: Delivery, log: VaultLog): void {
  if (!('failure' in handled)) return;
  const end = handled.state === 'dead' ? 'it is a dead letter now' : 'it is tried again';
  log.error(
    { err: handled.failure, org: tenant.org, hook: type, messageId: id },
    `a hook handler failed; ${end}`,
  );
}
