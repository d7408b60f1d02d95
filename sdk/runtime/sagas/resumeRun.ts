import { drive, grantWish, readSaga, SagaMoved, sagaOf, type Plugin } from '@nimbusvault/sdk/internal';
import type { VaultLog } from '@nimbusvault/sdk/kernel';
import type { Database } from '../database/database.ts';
import type { AbandonedRun } from './abandonedRuns.ts';

/** Continues a run that this process has taken over, in the name of its caller. */
export async function resumeRun(
  run: AbandonedRun,
  { plugin, database, log }: { plugin: Plugin; database: Database; log: VaultLog },
): Promise<void> {
  const { org, actor: userId, roles, beside, requestId } = run;
  const workflow = plugin.workflows.get(`${run.workflow}.v${run.workflowVersion}`);
  const vault = database.vaultFor({ org, userId, roles, ...beside }, { requestId, log });
  const row = await readSaga(run.id, vault);
  if (!workflow || !row) return;
  try {
    const saga = sagaOf(row, workflow);
    await drive(row.wish ? await grantWish(saga, row.wish, vault) : saga, vault);
  } catch (error) {
    if (!(error instanceof SagaMoved)) throw error;
  }
}
