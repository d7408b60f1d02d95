import type { Intervention, SagaState, StepKey, StepRecord } from './saga.ts';

/** An event of a run: its kind, its time (milliseconds since 1970), its step, and its outcome in words. */
export interface StoryEvent {
  readonly kind: 'forward' | 'stopped' | 'undone' | Intervention['did'];
  readonly at?: number;
  readonly step: string;
  readonly words: string;
}

/** A run as a story: what each step did, when and for how long, why it failed, what was undone, what operators did. */
export function storyOf({ records, cause, interventions }: SagaState): readonly StoryEvent[] {
  return [
    ...records.map(forwardOf),
    ...(cause
      ? [{ kind: 'stopped', step: nameOf(cause), words: `${cause.message} [${cause.code}]` } as const]
      : []),
    ...records.toReversed().flatMap(undoOf),
    ...interventions.map(interventionOf),
  ];
}

function forwardOf(record: StepRecord): StoryEvent {
  const { startedAt, endedAt, phase, error } = record;
  const how =
    endedAt === undefined
      ? `began${triesOf(record)}, outcome unknown`
      : `${phase === 'failed' ? 'failed' : 'done'} in ${endedAt - startedAt} ms${triesOf(record)}`;
  return { kind: 'forward', at: startedAt, step: nameOf(record), words: `${how}${whyOf(error)}` };
}

function undoOf(record: StepRecord): readonly StoryEvent[] {
  const { phase, undo, endedAt = 0 } = record;
  const step = nameOf(record);
  if (phase === 'dropped') return [{ kind: 'undone', at: endedAt, step, words: 'with its transaction' }];
  if (!undo) return [];
  const how =
    undo.endedAt === undefined ? 'is not undone yet' : `undone in ${undo.endedAt - undo.startedAt} ms`;
  const words = `${phase === 'skipped' ? 'skipped' : how}${triesOf(undo)}${whyOf(undo.error)}`;
  return [{ kind: 'undone', at: undo.startedAt, step, words }];
}

function interventionOf({ did, step = 'the run', by, reason, at }: Intervention): StoryEvent {
  return { kind: did, at, step, words: `by ${by}${reason ? `: ${reason}` : ''}` };
}

function triesOf({ failures }: { readonly failures: number }): string {
  return failures > 0 ? `, after ${failures} failed ${failures === 1 ? 'try' : 'tries'}` : '';
}

function whyOf(error: StepRecord['error']): string {
  return error ? `: ${error.message} [${error.code}]` : '';
}

function nameOf({ step, plugin }: StepKey): string {
  return plugin ? `${step} (${plugin})` : step;
}
