import { checkpoint, derive, isOutcome, VaultError, type HostedVault, type Vault } from '../kernel/index.ts';
import { admit, isRevoked } from './admission.ts';
import { asStep } from './asStep.ts';
import type { ContextRecord } from './context.ts';
import { failureOf, isUnexpected } from './failure.ts';
import { inTransaction, ofRun } from './inTransaction.ts';
import { apply, type SagaEvent } from './machine.ts';
import { forwardKey, undoContext, undoKey } from './messages.ts';
import { next } from './next.ts';
import { stepNamed } from './plan.ts';
import { askParticipant, participantsOf, tellParticipant } from './participants.ts';
import { runStep } from './runStep.ts';
import type { StepKey, StepRecord } from './saga.ts';
import { record, recordAlone, SagaMoved, type Saga } from './sagaLog.ts';
import type { ExternalStep, OutsideStep, OutsideVault } from './step.ts';

/** Records that these steps are about to happen, with the data that their undo needs; or that one cannot. */
export async function intend(saga: Saga, steps: readonly OutsideStep[], vault: Vault): Promise<Saga> {
  const simple = simpleIntent(steps);
  if (simple) return recordAlone(saga, [simple], vault);
  let current = steps[0]?.name ?? '';
  try {
    return await inTransaction(vault, [], async (open) => {
      if (saga.revision === 0) await admit(open);
      const events: SagaEvent[] = [];
      for (const step of steps) {
        current = step.name;
        events.push(...(await intentOf(saga, step, open)));
      }
      return record(saga, events, open);
    });
  } catch (thrown) {
    if (thrown instanceof SagaMoved || (isRevoked(thrown) && saga.revision === 0)) throw thrown;
    const failure = failureAt(saga, { key: { step: current }, thrown }, vault);
    const at = Date.now();
    const event = {
      type: 'dropped',
      at,
      since: at,
      finished: [],
      written: {},
      step: current,
      failure,
    } as const;
    return recordAlone(saga, [event], vault);
  }
}

/** The intent of steps that need no preparation. */
function simpleIntent(steps: readonly OutsideStep[]): SagaEvent | undefined {
  if (steps.some((step) => step.kind !== 'external' || step.prepare)) return undefined;
  return { type: 'started', keys: steps.map(({ name: step }) => ({ step })), written: {}, at: Date.now() };
}

async function intentOf(saga: Saga, step: OutsideStep, open: Vault): Promise<readonly SagaEvent[]> {
  const at = Date.now();
  if (step.kind === 'external') {
    return [{ type: 'started', keys: [{ step: step.name }], written: await prepared(saga, step, open), at }];
  }
  const keys = (await participantsOf(step, open)).map((plugin) => ({ step: step.name, plugin }));
  const nobody = { step: step.name };
  if (keys.length === 0)
    return [
      { type: 'started', keys: [nobody], written: {}, at },
      { type: 'done', key: nobody, written: {}, at },
    ];
  for (const key of keys) tellParticipant(saga, { key, direction: 'forward', attempt: 1 }, open);
  return [{ type: 'started', keys, written: {}, at }];
}

/** The data that the undo of an external step needs, validated by its context's schemas like all that is written. */
async function prepared(saga: Saga, step: ExternalStep, open: Vault): Promise<ContextRecord> {
  const { name, reads, prepares: writes, prepare } = step;
  if (!prepare) return {};
  const { workflow, state } = saga;
  const preparing = { name, reads, writes, forward: prepare.bind(step) };
  const { context } = state;
  return (await asStep(saga, name, () => runStep(preparing, { workflow, context }, open))) as ContextRecord;
}

/** Runs recorded steps, all at once, and records how each ended. */
export async function reach(saga: Saga, records: readonly StepRecord[], vault: Vault): Promise<Saga> {
  const ends = await Promise.all(records.map((each) => reachOne(saga, each, vault)));
  const events = [
    ...ends.filter(({ type }) => type === 'done'),
    ...ends.filter(({ type }) => type !== 'done'),
  ];
  return recordAlone(saga, [...events, ...intentsThen(saga, events)], vault);
}

/** The next record is written with it if it needs no work of its own, which saves one write per step. */
function intentsThen({ workflow, state }: Saga, events: readonly SagaEvent[]): readonly SagaEvent[] {
  const after = events.reduce((current, event) => apply(workflow, current, event), state);
  const action = next(workflow, after, Date.now());
  const intent = action.do === 'intend' ? simpleIntent(action.steps) : undefined;
  return intent ? [intent] : [];
}

async function reachOne(
  saga: Saga,
  { step: name, plugin, failures }: StepRecord,
  vault: Vault,
): Promise<SagaEvent> {
  const key = { step: name, plugin };
  const isFirst = saga.untried.includes(name);
  const step = stepNamed(saga.workflow, name) as OutsideStep;
  try {
    const written =
      step.kind === 'external'
        ? await callForward(saga, step, vault)
        : await askParticipant(saga, { key, direction: 'forward', attempt: failures + 1 }, vault);
    if (!isOutcome(written)) return { type: 'done', key, written, at: Date.now() };
    return { type: 'failed', key, failure: failureOf(written), isFirst, at: Date.now() };
  } catch (thrown) {
    vault.signal?.throwIfAborted();
    return { type: 'failed', key, failure: failureAt(saga, { key, thrown }, vault), isFirst, at: Date.now() };
  }
}

function callForward(saga: Saga, step: ExternalStep, vault: Vault) {
  const { workflow, id } = saga;
  const { context } = saga.state;
  const idempotencyKey = forwardKey(id, { step: step.name });
  const reading = { ...step, reads: [...step.reads, ...step.prepares] };
  return within(step.timeoutMs, vault, (signal) => {
    const outside = outsideVault(ofRun(saga, vault), { idempotencyKey, signal });
    return asStep(saga, step.name, () => runStep(reading, { workflow, context }, outside));
  });
}

/** The vault of an outside step, which runs in no transaction. */
function outsideVault(vault: Vault, call: Pick<OutsideVault, 'idempotencyKey' | 'signal'>): OutsideVault {
  return derive(vault as HostedVault, { ...call, transaction: undefined });
}

/** Undoes the possible effect of an external step. */
export async function undoOutside(
  saga: Saga,
  { step: name, plugin, undo }: StepRecord,
  vault: Vault,
): Promise<SagaEvent> {
  const key = { step: name, plugin };
  const step = stepNamed(saga.workflow, name) as OutsideStep;
  const attempt = (undo?.failures ?? 0) + 1;
  try {
    if (step.kind === 'external') await callRollback(saga, step, vault);
    else if (plugin) await askParticipant(saga, { key, direction: 'rollback', attempt }, vault);
    return { type: 'undone', key, at: Date.now() };
  } catch (thrown) {
    vault.signal?.throwIfAborted();
    return { type: 'undo-failed', key, failure: failureAt(saga, { key, thrown }, vault), at: Date.now() };
  }
}

async function callRollback(saga: Saga, step: ExternalStep, vault: Vault): Promise<void> {
  const { id, workflow, state } = saga;
  const context = undoContext(workflow, { step: step.name }, state.context);
  const idempotencyKey = undoKey(id, { step: step.name });
  await within(step.timeoutMs, vault, async (signal) => {
    const outside = outsideVault(vault, { idempotencyKey, signal });
    await asStep(saga, step.name, () => step.rollback?.(context, outside));
  });
}

/** Does work for at most so long; then its signal aborts, and it counts as failed, whatever it still does. */
async function within<T>(
  milliseconds: number,
  vault: Vault,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = AbortSignal.timeout(milliseconds);
  const signal = vault.signal ? AbortSignal.any([vault.signal, late]) : late;
  const over = Promise.withResolvers<never>();
  const end = () =>
    over.reject(
      late.aborted ? new VaultError('STEP_FAILED', `It took longer than ${milliseconds} ms.`) : signal.reason,
    );
  signal.throwIfAborted();
  signal.addEventListener('abort', end, { once: true });
  checkpoint('outside.before-effect');
  const done = await Promise.race([work(signal), over.promise]).finally(() =>
    signal.removeEventListener('abort', end),
  );
  checkpoint('outside.after-effect');
  return done;
}

function failureAt(saga: Saga, { key, thrown }: { key: StepKey; thrown: unknown }, { log, org }: Vault) {
  const failure = failureOf(thrown);
  const { id: run, workflow } = saga;
  if (isUnexpected(failure))
    log.error({ err: thrown, org, run, workflow: workflow.name, ...key }, 'a step failed');
  return failure;
}
