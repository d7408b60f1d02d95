import type { Action } from '../next.ts';
import type { SagaEvent } from '../machine.ts';
import type { Random } from '@nimbusvault/testing';

/** The behaviour of the steps of a simulated run, good or bad. */
export interface World {
  /** For each step: 1 if its effect exists, otherwise 0. */
  readonly effects: ReadonlyMap<string, number>;
  /** Performs an action; returns the event that its process would record. */
  perform(
    action: Exclude<Action, { do: 'rest' | 'wait' }>,
    moment: { readonly at: number; readonly untried: readonly string[] },
  ): readonly SagaEvent[];
  /** Local effects exist together with their record. */
  commit(events: readonly SagaEvent[]): void;
}

interface Nature {
  readonly effects: Map<string, number>;
  readonly takenBack: Set<string>;
  readonly fails: () => boolean;
}

/** A world that acts once per key, and never after its undo. */
export function createWorld(random: Random): World {
  const grief = random() * 0.3;
  const nature: Nature = { effects: new Map(), takenBack: new Set(), fails: () => random() < grief };
  return {
    effects: nature.effects,
    perform(action, { at, untried }) {
      switch (action.do) {
        case 'commit':
          return [
            commitOf(
              action.steps.map(({ name }) => name),
              at,
              nature,
            ),
          ];
        case 'intend':
          return [
            { type: 'started', keys: action.steps.map(({ name: step }) => ({ step })), written: {}, at },
          ];
        case 'reach':
          return action.records.map(({ step }) =>
            forward(step, { at, isFirst: untried.includes(step) }, nature),
          );
        case 'undo':
          return [back(action.record.step, at, nature)];
        default:
          return action satisfies never;
      }
    },
    commit: (events) => events.forEach((event) => settle(event, nature)),
  };
}

function commitOf(steps: readonly string[], at: number, { fails }: Nature): SagaEvent {
  const stopped = steps.findIndex(() => fails());
  const base = { since: at, at, written: {} };
  if (stopped === -1) return { ...base, type: 'committed', steps, said: [] };
  const finished = steps.slice(0, stopped);
  return { ...base, type: 'dropped', finished, step: steps[stopped] ?? '', failure: failure(fails()) };
}

/** Fails before its effect, clearly or not, or after it, or not at all. */
function forward(
  step: string,
  { at, isFirst }: { at: number; isFirst: boolean },
  { effects, takenBack, fails }: Nature,
): SagaEvent {
  const failed = (isClear: boolean): SagaEvent => ({
    type: 'failed',
    key: { step },
    failure: failure(isClear),
    isFirst,
    at,
  });
  if (fails()) return failed(true);
  if (fails()) return failed(false);
  if (!takenBack.has(step)) effects.set(step, 1);
  return fails() ? failed(false) : { type: 'done', key: { step }, written: {}, at };
}

/** The rollback of a local step has its effect with its record; that of an external step before. */
function back(step: string, at: number, { effects, takenBack, fails }: Nature): SagaEvent {
  const key = { step };
  const failed: SagaEvent = { type: 'undo-failed', key, failure: failure(false), at };
  if (fails()) return failed;
  if (!isLocal(step)) {
    takenBack.add(step);
    effects.set(step, 0);
    if (fails()) return failed;
  }
  return { type: 'undone', key, at };
}

function settle(event: SagaEvent, { effects }: Nature): void {
  if (event.type === 'committed') for (const step of event.steps) effects.set(step, 1);
  if (event.type === 'undone' && isLocal(event.key.step)) effects.set(event.key.step, 0);
}

function isLocal(step: string): boolean {
  return step.startsWith('local');
}

function failure(isClear: boolean) {
  return { code: 'STEP_FAILED', message: 'It failed.', isClear };
}
