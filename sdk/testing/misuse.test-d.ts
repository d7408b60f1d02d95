/** Every class of misuse is a compile error: each line below stops compiling when the check that it proves is lost. */
import type { Vault } from '@nimbusvault/sdk/kernel';
import { fused } from './fixtures/Ledger.ts';
import { testWorkflow } from './index.ts';

declare const vault: Vault;
const input = { text: 'hi', end: 'well' } as const;

const run = await testWorkflow(fused, { input, vault, failAt: 'write-second' });
export const known: ('write-first' | 'write-second' | 'finish' | undefined)[] = [run.steps[0]?.name];
export const id: string | undefined = run.context.second?.id;

// 1. A run is made to fail at a step that its workflow does not have.
// @ts-expect-error
await testWorkflow(fused, { input, vault, failAt: 'write-third' });

// 2. A run is made to fail behind a step that its workflow does not have.
// @ts-expect-error
await testWorkflow(fused, { input, vault, failAfter: 'write-third' });

// 3. A run is made to fail at one place and behind another.
// @ts-expect-error
await testWorkflow(fused, { input, vault, failAt: 'finish', failAfter: 'finish' });

// 4. A workflow is tested with an input that is not its own.
// @ts-expect-error
await testWorkflow(fused, { input: { text: 7, end: 'well' }, vault });

// 5. A test refers to a step that the workflow does not have.
// @ts-expect-error
export const isThird = run.steps[0]?.name === 'write-third';

// 6. A test reads a value that no step writes.
// @ts-expect-error
export const third = run.context.third;

// 7. A test assumes a value that may be missing at the end of a run.
// @ts-expect-error
export const surely: string = run.context.last;
