/** Every class of misuse is a compile error: each line below stops compiling when the check it proves is lost. */
import { z } from 'zod';
import { outcome } from '../kernel/index.ts';
import { defineContext } from './defineContext.ts';

const context = defineContext({
  input: z.object({ title: z.string() }),
  draft: z.object({ id: z.uuid() }),
  note: z.string(),
});
const id = '00000000-0000-4000-8000-000000000001';

const write = context.step({
  name: 'write',
  reads: ['input'],
  writes: ['draft'],
  async forward({ input }) {
    if (input.title === '')
      return outcome('InvalidInput', { message: 'A title is needed.', path: ['title'] });
    return { draft: { id } };
  },
  async rollback({ input, draft }) {
    return [input.title, draft.id];
  },
});
const annotate = context.step({
  name: 'annotate',
  reads: ['draft'],
  writes: ['note'],
  forward: async ({ draft }) => ({ note: draft.id }),
});
const clean = context.step({ name: 'clean', reads: [], writes: [], async forward() {} });

export const proper = context
  .workflow('proper')
  .step(write)
  .step(annotate)
  .step(clean)
  .result(({ note }) => note);

// 1. A step reads a key that its context does not have.
// @ts-expect-error
context.step({ name: 'a', reads: ['nothing'], writes: [], async forward() {} });

// 2. A step writes a key that its context does not have.
// @ts-expect-error
context.step({ name: 'a', reads: [], writes: ['nothing'], forward: async () => ({ nothing: 1 }) });

// 3. A step writes the caller's input.
// @ts-expect-error
context.step({ name: 'a', reads: [], writes: ['input'], forward: async () => ({ input: 1 }) });

// 4. Forward uses a key that the step does not declare to read.
context.step({
  name: 'a',
  reads: ['input'],
  writes: ['note'],
  // @ts-expect-error
  forward: async ({ draft }) => ({ note: draft }),
});

// 5. Forward does not return a key that the step declares to write.
// @ts-expect-error
context.step({ name: 'a', reads: [], writes: ['note', 'draft'], forward: async () => ({ note: '' }) });

// 6. Forward returns a key that the step does not declare to write.
// @ts-expect-error
context.step({ name: 'a', reads: [], writes: ['note'], forward: async () => ({ note: '', draft: { id } }) });

// 7. Forward returns a value that its key's schema does not allow.
// @ts-expect-error
context.step({ name: 'a', reads: [], writes: ['note'], forward: async () => ({ note: 7 }) });

// 8. Rollback uses a key that the step neither reads nor writes.
const note = async () => ({ note: '' });
// @ts-expect-error
context.step({ name: 'a', reads: [], writes: ['note'], forward: note, rollback: async ({ draft }) => draft });

// 9. A workflow has a step that reads what no earlier step writes.
// @ts-expect-error
context.workflow('a').step(annotate);

// 10. A workflow's steps are in the wrong order.
// @ts-expect-error
context.workflow('a').step(clean).step(annotate).step(write);

// 11. A workflow's result uses what no step wrote.
const written = context.workflow('a').step(write);
// @ts-expect-error
written.result((values) => values.note);

// 12. A context has no input.
// @ts-expect-error
defineContext({ draft: z.string() });

// 13. A workflow has a step of another context.
// @ts-expect-error
defineContext({ input: z.string() }).workflow('a').step(write);
