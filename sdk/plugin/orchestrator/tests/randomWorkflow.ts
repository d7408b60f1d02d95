import { z } from 'zod';
import type { LocalStep, OutsideStep, RunnableStep } from '../step.ts';
import type { Workflow } from '../workflow.ts';
import type { Random } from '@nimbusvault/testing';

/** A workflow of one to six steps of any kind, in any arrangement. */
export function randomWorkflow(random: Random): Workflow {
  const steps = Array.from({ length: 1 + Math.floor(random() * 6) }, (_, index) =>
    random() < 0.5 ? local(`local-${index}`) : outside(`outside-${index}`, index > 0 && random() < 0.3),
  );
  return {
    name: 'simulated',
    version: 1,
    shape: { input: z.unknown() },
    steps,
    commitsEach: random() < 0.3,
    pivotAt: random() < 0.3 ? Math.floor(random() * steps.length) : undefined,
    result: () => null,
  };
}

function local(stepName: string): LocalStep {
  return { kind: 'local', name: stepName, reads: [], writes: [], forward: async () => ({}) };
}

function outside(stepName: string, isBeside: boolean): RunnableStep {
  const step: OutsideStep = {
    kind: 'external',
    name: stepName,
    reads: [],
    writes: [],
    prepares: [],
    isBeside,
    timeoutMs: 100,
    retry: { tries: 3, firstDelayMs: 10 },
    forward: async () => ({}),
  };
  return step;
}
