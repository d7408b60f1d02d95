import { say, writeOutbox } from '../hooks/index.ts';
import { subjects, VaultError, type Outcome, type HostedVault, type Vault } from '../kernel/index.ts';
import type { Command } from './command.ts';
import type { ContextRecord } from './context.ts';
import { pointType } from './definePoint.ts';
import { outcomeOf, Refused } from './failure.ts';
import { inTransaction } from './inTransaction.ts';
import { pick } from './messages.ts';
import { stepNamed } from './plan.ts';
import type { StepKey } from './saga.ts';
import type { Saga } from './sagaLog.ts';
import { SagaReply } from './SagaReply.ts';
import type { ParticipantsStep } from './step.ts';

/** A participant's command, and the number of the try. */
interface Request {
  readonly key: StepKey;
  readonly direction: Command['direction'];
  readonly attempt: number;
}

/** The plugins that currently take part in a step's point. */
export async function participantsOf(
  { point }: ParticipantsStep,
  { sagas }: HostedVault,
): Promise<readonly string[]> {
  return (await sagas?.participants(pointType(point))) ?? [];
}

/** Sends a participant its command, in the open transaction. */
export function tellParticipant(saga: Saga, { key, direction, attempt }: Request, open: Vault): void {
  const step = stepNamed(saga.workflow, key.step) as ParticipantsStep;
  const { point, reads } = step;
  const command: Command = {
    run: saga.id,
    workflow: saga.workflow.name,
    step: key.step,
    point: pointType(point),
    direction,
    attempt,
    askedBy: open.plugin,
    payload: point.payload.parse(step.tell(pick(saga.state.context, reads))),
  };
  const to = { plugin: key.plugin ?? '', point: point.name, direction, from: open.plugin };
  const subject = subjects.step(saga.org, to);
  say({ subject, type: `step.${point.name}.${direction}.v${point.version}`, data: command }, open);
}

/**
 * Waits for a participant's answer up to the step's time limit. Sends every retry and every undo again.
 * Throws the participant's failure, or an error if there was no answer.
 */
export async function askParticipant(
  saga: Saga,
  request: Request,
  vault: HostedVault,
): Promise<ContextRecord | Outcome> {
  const { key, direction, attempt } = request;
  if (attempt > 1 || direction === 'rollback') await tellAlone(saga, request, vault);
  const { timeoutMs } = stepNamed(saga.workflow, key.step) as ParticipantsStep;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const reply = await findReply(saga, request, vault);
    if (reply) return resultOf(reply);
    if (Date.now() >= deadline) throw silent(request, timeoutMs);
    await vault.sagas?.answered(saga.id, deadline - Date.now());
    vault.signal?.throwIfAborted();
  }
}

async function tellAlone(saga: Saga, request: Request, vault: Vault): Promise<void> {
  await inTransaction(vault, [], async (open) => {
    tellParticipant(saga, request, open);
    await writeOutbox(open);
  });
}

/** Its answer to this try; a success counts whichever try it belongs to. */
async function findReply(
  { id: run, org }: Saga,
  { key, direction, attempt }: Request,
  { em }: Vault,
): Promise<SagaReply | undefined> {
  const { step, plugin = '' } = key;
  const replies = await em.fork().find(SagaReply, { org, run, step, plugin, direction });
  return (
    replies.find(({ failure }) => failure === null) ?? replies.find((reply) => reply.attempt === attempt)
  );
}

function resultOf({ failure, plugin, step }: SagaReply): ContextRecord | Outcome {
  if (!failure) return {};
  const outcome = outcomeOf({ step, ...failure });
  if (outcome) return outcome;
  throw new Refused(plugin, failure);
}

function silent({ key, direction }: Request, timeoutMs: number): VaultError {
  const work = direction === 'forward' ? key.step : `the undo of ${key.step}`;
  return new VaultError('STEP_FAILED', `${key.plugin} did not answer within ${timeoutMs} ms to ${work}.`);
}
