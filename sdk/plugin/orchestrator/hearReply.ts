import type { Vault } from '../kernel/index.ts';
import type { Reply } from './command.ts';
import { readSaga, record, sagaOf } from './sagaLog.ts';
import type { Workflow } from './workflow.ts';

const insertSql = `
  insert into saga_reply (org, run, step, plugin, direction, attempt, failure, created_at) values (?, ?, ?, ?, ?, ?, ?, now())
  on conflict do nothing`;

/**
 * Stores a participant's answer, in the open transaction, for the process that waits for it. A late success of an undo
 * wakes the run that is stuck without it.
 */
export async function hearReply(
  reply: Reply,
  workflows: ReadonlyMap<string, Workflow>,
  open: Vault,
): Promise<void> {
  const { run, step, plugin, direction, attempt, failure } = reply;
  const values = [open.org, run, step, plugin, direction, attempt, failure && JSON.stringify(failure)];
  await open.em.getConnection().execute(insertSql, values, 'run', open.em.getTransactionContext());
  if (direction === 'rollback' && !failure) await wakeStuck(reply, workflows, open);
}

async function wakeStuck(
  { run, step, plugin }: Reply,
  workflows: ReadonlyMap<string, Workflow>,
  open: Vault,
): Promise<void> {
  const row = await readSaga(run, open);
  const workflow = row?.status === 'stuck' && workflows.get(`${row.workflow}.v${row.workflowVersion}`);
  if (!workflow) return;
  await record(sagaOf(row, workflow), [{ type: 'undone', key: { step, plugin }, at: Date.now() }], open);
}
