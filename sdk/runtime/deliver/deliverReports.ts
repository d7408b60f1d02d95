import { hearReport, type InTransaction } from '@nimbusvault/sdk/internal';
import type { VaultLog } from '@nimbusvault/sdk/kernel';
import type { ConsumerOptions } from './consumer.ts';

/** Fires core's hooks for the dead letters and the stuck runs that the plugins report. */
export function deliverReports({
  inTransaction,
  log,
}: {
  readonly inTransaction: InTransaction;
  readonly log: VaultLog;
}): ConsumerOptions['deliver'] {
  return async (delivery) => {
    const isReport = await inTransaction(delivery, (open) => hearReport(delivery, open));
    const { tenant, source, type } = delivery;
    if (!isReport) log.error({ org: tenant.org, source, type }, 'an invalid report was passed over');
    return undefined;
  };
}
