import { expect, test } from 'vitest';
import { z } from 'zod';
import { VaultError } from '../kernel/index.ts';
import { defineContext } from './defineContext.ts';
import { failureOf } from './failure.ts';
import { apply, beginning } from './machine.ts';

const context = defineContext({ input: z.object({}) });
const call = context.externalStep({
  name: 'call',
  reads: [],
  writes: [],
  retry: { tries: 5, firstDelayMs: 200 },
  forward: async () => ({}),
});
const workflow = context
  .workflow('calling')
  .step(call)
  .result(() => null);

/** The wait of a step that has failed with an error, in milliseconds. */
function waitAfter(thrown: unknown): number | undefined {
  const key = { step: 'call' };
  const begun = apply(workflow, beginning({ input: {} }), {
    type: 'started',
    keys: [key],
    written: {},
    at: 0,
  });
  const failed = apply(workflow, begun, {
    type: 'failed',
    key,
    failure: failureOf(thrown),
    isFirst: true,
    at: 0,
  });
  return failed.records[0]?.dueAt;
}

test.each([
  ['none', {}, 200],
  ['a short one', { retryAfterMs: 50 }, 200],
  ['a long one', { retryAfterMs: 90_000 }, 90_000],
  ['a day', { retryAfterMs: 86_400_000 }, 3_600_000],
  ['no number', { retryAfterMs: 'soon' }, 200],
])('an external step waits as long as an outside system asks for: %s', (_, asked, waitMs) => {
  expect(waitAfter(Object.assign(new VaultError('OUTSIDE_UNAVAILABLE', 'later'), asked))).toBe(waitMs);
});
