import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineContext } from './defineContext.ts';

const context = defineContext({ input: z.object({}), a: z.string(), b: z.string() });
/** The mistakes of an untyped caller: the compiler's checks are repeated when the module loads. */
const untyped = context as unknown as {
  step(definition: object): never;
  workflow(name: string): { step(step: unknown): never; result(pick: () => unknown): never };
};
const forward = async () => ({});

describe('at load time a workflow is refused', () => {
  const writesA = context.step({
    name: 'writes-a',
    reads: [],
    writes: ['a'],
    forward: async () => ({ a: 'a' }),
  });

  test.each([
    [
      'that reads a key that no step wrote',
      () => untyped.workflow('w').step(untyped.step({ name: 's', reads: ['b'], writes: [], forward })),
      /reads "b", which no earlier step writes/,
    ],
    [
      'that writes a key that its context does not have',
      () => untyped.workflow('w').step(untyped.step({ name: 's', reads: [], writes: ['z'], forward })),
      /writes "z", which is not in its context/,
    ],
    [
      'that writes its input',
      () => untyped.step({ name: 's', reads: [], writes: ['input'], forward }),
      /belongs to the caller/,
    ],
    [
      'that has two steps of one name',
      () => context.workflow('w').step(writesA).step(writesA),
      /two steps named "writes-a"/,
    ],
    ['that has no step', () => context.workflow('w').result(() => null), /has no step/],
    ['whose name would break a subject', () => context.workflow('Not.Good'), /lower case words/],
    [
      'with a step whose name would break a subject',
      () => untyped.step({ name: 'a.b', reads: [], writes: [], forward }),
      /lower case words/,
    ],
  ])('%s', (_, define, message) => expect(define).toThrow(message));
});
