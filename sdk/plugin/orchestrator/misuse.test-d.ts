/** Every class of misuse is a compile error: each line below stops compiling when the check that it proves is lost. */
import { z } from 'zod';
import { outcome } from '../kernel/index.ts';
import { defineContext } from './defineContext.ts';
import { definePoint } from './definePoint.ts';
import { takePart } from './takePart.ts';

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
      return outcome('InvalidInput', { message: 'A title is required.', path: ['title'] });
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

// 9. A workflow has a step that reads a key that no earlier step writes.
// @ts-expect-error
context.workflow('a').step(annotate);

// 10. A workflow's steps are in the wrong order.
// @ts-expect-error
context.workflow('a').step(clean).step(annotate).step(write);

// 11. A workflow's result uses a key that no step wrote.
const half = context.workflow('a').step(write);
// @ts-expect-error
half.result((values) => values.note);

// 12. A context has no input.
// @ts-expect-error
defineContext({ draft: z.string() });

// 13. A workflow has a step of another context.
// @ts-expect-error
defineContext({ input: z.string() }).workflow('a').step(write);

const charge = context.externalStep({
  name: 'charge',
  reads: ['input'],
  writes: ['note'],
  prepares: ['draft'],
  prepare: async () => ({ draft: { id } }),
  async forward({ input, draft }, vault) {
    if (input.title === '') return outcome('Conflict', { message: 'It is taken.' });
    return { note: `${draft.id} ${vault.idempotencyKey} ${vault.signal.aborted}` };
  },
  async rollback({ draft, note: maybe }) {
    return [draft.id, maybe?.length];
  },
});
const send = context.externalStep({ name: 'send', reads: ['input'], writes: [], async forward() {} });
const ring = context.externalStep({ name: 'ring', reads: ['note'], writes: [], async forward() {} });
const closing = definePoint('closing', 1, z.object({ title: z.string() }));
const close = context.participants(closing, {
  name: 'close',
  reads: ['input'],
  tell: ({ input }) => ({ title: input.title }),
});

export const outside = context
  .workflow('outside')
  .parallel(charge, send)
  .step(close)
  .pivot()
  .step(ring)
  .result(({ note: written, draft }) => [written, draft.id]);

// 14. The rollback of an external step relies on a value that its forward may never have returned.
context.externalStep({
  name: 'a',
  reads: [],
  writes: ['note'],
  forward: note,
  // @ts-expect-error
  rollback: async ({ note: maybe }) => maybe.length,
});

// 15. An external step's forward uses a key that its prepare does not declare.
context.externalStep({
  name: 'a',
  reads: [],
  writes: ['note'],
  // @ts-expect-error
  forward: async ({ draft }) => ({ note: draft.id }),
});

// 16. An external step's prepare does not return a key that it declares.
context.externalStep({
  name: 'a',
  reads: [],
  writes: [],
  prepares: ['draft'],
  // @ts-expect-error
  prepare: async () => ({ draft: 7 }),
  async forward() {},
});

// 17. An external step returns a key that it does not declare to write.
// @ts-expect-error
context.externalStep({ name: 'a', reads: [], writes: [], forward: async () => ({ note: '' }) });

// 18. Parallel steps read a key that one of them writes.
// @ts-expect-error
context.workflow('a').parallel(charge, ring);

// 19. A step on the database runs in parallel.
// @ts-expect-error
context.workflow('a').parallel(write, send);

// 20. A step behind the pivot returns an outcome: there is no way back.
// @ts-expect-error
context.workflow('a').step(send).pivot().step(write);

// 21. One of several parallel steps does the same.
// @ts-expect-error
context.workflow('a').step(send).pivot().parallel(charge, send);

// 22. Participants receive a field that their point does not have.
// @ts-expect-error
context.participants(closing, { name: 'a', reads: ['input'], tell: ({ input }) => ({ name: input.title }) });

// 23. The payload for participants is made of a key that the step does not read.
// @ts-expect-error
context.participants(closing, { name: 'a', reads: [], tell: ({ input }) => ({ title: input.title }) });

// 24. A participant's forward does not return a key that its undo reads.
takePart(closing, {
  writes: z.object({ count: z.int() }),
  // @ts-expect-error
  forward: async () => ({ counted: 1 }),
  rollback: async ({ written }) => written.count,
});

// 25. A participant's undo reads a key that was never written.
takePart(closing, {
  writes: z.object({ count: z.int() }),
  forward: async ({ title }) => ({ count: title.length }),
  // @ts-expect-error
  rollback: async ({ written }) => written.title,
});
