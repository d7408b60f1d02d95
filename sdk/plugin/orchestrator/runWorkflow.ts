import { randomUUIDv7 } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import type { z } from 'zod';
import { refuseOtherOrg, VaultError, versioned, type HostedVault, type Vault } from '../kernel/index.ts';
import { answerOf, unfinished, unrecorded } from './answer.ts';
import { checkInput, type InvalidInput } from './checkInput.ts';
import { drive } from './drive.ts';
import { beginning, isOver } from './machine.ts';
import { findSagaByKey, readSaga, SagaMoved, sagaOf, type Saga } from './sagaLog.ts';
import type { SagaRun } from './SagaRun.ts';
import type { Workflow } from './workflow.ts';

/** The maximum wait of a caller; the run continues without it. */
const longestWaitMs = 8_000;
const lookEveryMs = 50;

/**
 * Runs a workflow for the vault's org. Returns its result or an expected failure, and throws unexpected failures.
 * If a step stops it, the finished ones are undone in reverse order, with one compensation message each. The vault's
 * idempotency key, if any, names the run: a repeated request gets the same answer and does nothing.
 */
export async function runWorkflow<Input extends z.ZodType, Result>(
  workflow: Workflow<Input, Result>,
  input: z.input<Input>,
  vault: Vault,
): Promise<Result | InvalidInput> {
  refuseOtherOrg(`${workflow.name} was run`, vault);
  refuseUnlisted(workflow, vault);
  const checked = checkInput(workflow.shape.input, input);
  if (!('input' in checked)) return checked;
  const begun = await findBegun({ workflow, input: checked.input }, vault);
  const end = begun ?? (await run(newSaga(workflow, checked.input, vault), vault));
  vault.em.clear();
  return answerOf(end) as Result;
}

/** If its process is killed, a run of such a workflow could never end. */
function refuseUnlisted(workflow: Workflow, { workflows, plugin }: HostedVault): void {
  if (workflows?.has(versioned(workflow)) ?? true) return;
  throw new VaultError(
    'WORKFLOW_INVALID',
    `${plugin} does not list "${workflow.name}" (version ${workflow.version}), and no other process could continue its runs. Add it to workflows in ${plugin}.ts.`,
  );
}

function newSaga(workflow: Workflow, input: unknown, { org, idempotencyKey }: Vault): Saga {
  const state = beginning({ input });
  return {
    id: randomUUIDv7(),
    org,
    workflow,
    state,
    revision: 0,
    idempotencyKey: idempotencyKey ?? null,
    untried: [],
  };
}

interface Request {
  readonly workflow: Workflow;
  readonly input: unknown;
}

/** The outcome of the run that was started under the vault's key. Throws IDEMPOTENCY_KEY_REUSED if that was another request. */
async function findBegun(request: Request, vault: Vault): Promise<Saga | undefined> {
  const row = vault.idempotencyKey && (await findSagaByKey(vault.idempotencyKey, vault));
  return row ? endOf(row, request, vault) : undefined;
}

async function endOf(row: SagaRun, { workflow, input }: Request, vault: Vault): Promise<Saga> {
  const isSame = row.workflow === workflow.name && isDeepStrictEqual(row.state.context['input'], json(input));
  if (!isSame)
    throw new VaultError(
      'IDEMPOTENCY_KEY_REUSED',
      'Nothing was done, because this idempotency key was used for another request. Use a new one for this request.',
    );
  return untilOver({ id: row.id, workflow }, longestWaitMs, vault);
}

function json(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null));
}

/** Runs it here while its caller waits; after that it continues in the background. */
async function run(saga: Saga, vault: HostedVault): Promise<Saga> {
  const held = vault.sagas?.hold(saga.id);
  const driving = drive(saga, vault).finally(() => held?.[Symbol.dispose]());
  driving.catch(() => {}); // an error thrown after that has been logged, and another process recovers the run
  const enough = new AbortController();
  const waiting = pause(longestWaitMs, undefined, enough);
  waiting.catch(() => {});
  try {
    return (await Promise.race([driving, waiting])) ?? (await untilOver(saga, 0, vault));
  } catch (error) {
    return afterLoss(saga, error, vault);
  } finally {
    enough.abort();
  }
}

/** The state of a run that this process could not continue: another process has, or will, or it never existed. */
async function afterLoss(saga: Saga, error: unknown, vault: Vault): Promise<Saga> {
  const { workflow, id, state } = saga;
  if (error instanceof SagaMoved) {
    const begun = await findBegun({ workflow, input: state.context['input'] }, vault);
    return begun ?? untilOver(saga, longestWaitMs, vault);
  }
  if (error instanceof VaultError) throw error;
  const row = await readSaga(id, vault).catch(() => undefined);
  throw row ? unfinished(id, workflow, row.state) : unrecorded(saga, error);
}

/** Waits for the end of a run that another process continues. */
async function untilOver(
  { id, workflow }: Pick<Saga, 'id' | 'workflow'>,
  waitMs: number,
  vault: Vault,
): Promise<Saga> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const row = await readSaga(id, vault);
    const saga = row && sagaOf(row, workflow);
    if (saga && (isOver(saga.state) || saga.state.status === 'stuck')) return saga;
    if (!saga || Date.now() >= deadline) throw unfinished(id, workflow, saga?.state);
    await pause(lookEveryMs, undefined, { signal: vault.signal });
  }
}
