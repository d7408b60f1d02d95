import { VaultError, type HostedVault, type Vault } from '../kernel/index.ts';
import { SagaRun } from './SagaRun.ts';

const isLive = { $in: ['running', 'compensating', 'stuck'] as const };

/** The run whose step this is. Throws WORKFLOW_INVALID outside a workflow. */
export function currentRun({ run }: HostedVault): string {
  if (run !== undefined) return run;
  throw new VaultError(
    'WORKFLOW_INVALID',
    'Only a step of a workflow belongs to a run. Call this in its forward or its rollback.',
  );
}

/** Whether a run of this plugin is not over: it runs, is being undone, or waits for an operator. */
export async function isUnderWay(run: string, { em, org }: Vault): Promise<boolean> {
  return (await em.findOne(SagaRun, { org, id: run, status: isLive }, { disableIdentityMap: true })) !== null;
}

/** Throws STEP_FAILED while a run of the user is not over, other than the current one: its undo could bring back what was transferred. */
export async function refuseAtWork(userId: string, vault: Vault): Promise<void> {
  const { em, org, plugin } = vault;
  const where = { org, actor: userId, status: isLive, id: { $ne: currentRun(vault) } };
  const run = await em.findOne(SagaRun, where, { disableIdentityMap: true });
  if (!run) return;
  throw new VaultError(
    'STEP_FAILED',
    `Work of this user is not over: the run ${run.id} of ${plugin}. Try again once it is; "nimbus saga show ${run.id}" tells what it waits for.`,
  );
}
