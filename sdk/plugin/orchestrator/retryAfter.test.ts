import { expect, test } from 'vitest';
import { z } from 'zod';
import { RetryAfter } from '../hooks/index.ts';
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

/** The state of a run after its step has failed once with an error. */
function after(thrown: unknown) {
  const key = { step: 'call' };
  const begun = apply(workflow, beginning({ input: {} }), {
    type: 'started',
    keys: [key],
    written: {},
    at: 0,
  });
  return apply(workflow, begun, { type: 'failed', key, failure: failureOf(thrown), isFirst: true, at: 0 });
}

const unavailable = (asked: object) => Object.assign(new VaultError('OUTSIDE_UNAVAILABLE', 'later'), asked);

test.each([
  ['none', unavailable({}), 200],
  ['a short one', unavailable({ retryAfterMs: 50 }), 200],
  ['a long one', unavailable({ retryAfterMs: 90_000 }), 90_000],
  ['a day', unavailable({ retryAfterMs: 86_400_000 }), 3_600_000],
  ['no number', unavailable({ retryAfterMs: 'soon' }), 200],
  ['RetryAfter', new RetryAfter(90_000), 90_000],
  [
    "a vendor's error with a cause",
    new Error('429', { cause: unavailable({ retryAfterMs: 90_000 }) }),
    90_000,
  ],
])('an external step waits as long as an outside system asks for: %s', (_, thrown, waitMs) => {
  expect(after(thrown).records[0]?.dueAt).toBe(waitMs);
});

const refused = new VaultError('OUTSIDE_REFUSED', 'vendor.test is at a private address.');

test.each([
  ['itself', refused],
  ["as the cause of a vendor's error", new Error('fetch failed', { cause: refused })],
])(
  'an address that is refused ends the step at its first try, and its effects are undone: %s',
  (_, thrown) => {
    expect(after(thrown)).toMatchObject({
      status: 'compensating',
      records: [{ phase: 'started', failures: 1 }],
    });
  },
);
