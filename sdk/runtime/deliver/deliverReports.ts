import { hearReport, type InTransaction } from '@nimbusvault/sdk/internal';
import type { AuditLog, VaultLog } from '@nimbusvault/sdk/kernel';
import type { ConsumerOptions } from './consumer.ts';

/** Handles the plugins' reports to core: of dead letters, of stuck runs, and of changed settings. */
export function deliverReports({
  audit,
  inTransaction,
  log,
}: {
  readonly audit: AuditLog;
  readonly inTransaction: InTransaction;
  readonly log: VaultLog;
}): ConsumerOptions['deliver'] {
  return async (delivery) => {
    const isReport = await inTransaction(delivery, (open) => hearReport(delivery, audit, open));
    const { tenant, source, type } = delivery;
    if (!isReport) log.error({ org: tenant.org, source, type }, 'an invalid report was passed over');
    return undefined;
  };
}
