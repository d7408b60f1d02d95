import { handlings, noteActivity } from '../kernel/index.ts';
import type { Saga } from './sagaLog.ts';

/** Runs a step's code, or its undo, so that it is known as its own, should it hang. */
export function asStep<T>({ id: saga, org, workflow }: Saga, name: string, work: () => T): T {
  noteActivity(`step ${name} of ${workflow.name} for ${org}`);
  return handlings.run({ ...handlings.getStore(), org, step: { saga, name } }, work);
}
