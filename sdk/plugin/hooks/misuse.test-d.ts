/** Every class of misuse is a compile error: each line below stops compiling when the check that it proves is lost. */
import { z } from 'zod';
import type { Vault } from '../kernel/index.ts';
import { answer, defineAsk, defineHook, defineTask, on } from './index.ts';

const question = z.object({ documentId: z.uuid() });
const deleting = defineAsk('document.deleting', 1, { question, onTimeout: 'allow' });
const deleted = defineHook('document.deleted', 1, question);

export const proper = [
  answer(deleting, async ({ documentId }) =>
    documentId === '0' ? { message: 'This document is locked.' } : null,
  ),
  answer(deleting, async () => {}),
];

export async function ask(vault: Vault): Promise<string[]> {
  // @ts-expect-error the question has no such field
  await deleting.ask({ folderId: 'x' }, vault);
  // @ts-expect-error a question is asked, not fired
  deleting.fire({ documentId: 'x' }, vault);
  // @ts-expect-error a hook is fired, not asked
  await deleted.ask({ documentId: 'x' }, vault);
  const objections = await deleting.ask({ documentId: 'x' }, vault);
  return objections.map(({ plugin, message }) => `${plugin}: ${message}`);
}

// @ts-expect-error an objection has a message
answer(deleting, async () => ({ reason: 'because' }));
// @ts-expect-error there is no such field in the question
answer(deleting, async ({ folderId }) => ({ message: String(folderId) }));
// @ts-expect-error a fired hook cannot be objected to
answer(deleted, async () => ({ message: 'Too late.' }));
// @ts-expect-error a question needs an answer
on(deleting, async () => {});
// @ts-expect-error onTimeout is required
defineAsk('document.deleting', 1, { question });
// @ts-expect-error onTimeout is one of two values
defineAsk('document.deleting', 1, { question, onTimeout: 'retry' });

// @ts-expect-error whenOff is true or false
on(deleted, async () => {}, { whenOff: 'yes' });
// @ts-expect-error an answer always goes on
answer(deleting, async () => null, { whenOff: false });
// @ts-expect-error a task goes on, or not
defineTask('forget', 1, { payload: question, async run() {}, whenOff: 1 });
