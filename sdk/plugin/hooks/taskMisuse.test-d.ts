/** Every class of misuse is a compile error: each line below stops compiling when the check that it proves is lost. */
import { z } from 'zod';
import type { Vault } from '../kernel/index.ts';
import { definePlugin } from '../plugin/index.ts';
import { defineHook, defineSchedule, defineTask, on, onEvery, RetryAfter } from './index.ts';

const payload = z.object({ to: z.string(), copies: z.number().default(1) });

const proper = defineTask('send-mail', 1, {
  payload,
  async run({ to, copies }, vault) {
    for (let sent = 0; sent < copies && !vault.signal.aborted; sent += 1) {
      vault.progress(sent, copies, `${to} ${vault.idempotencyKey}`);
    }
  },
  tries: 3,
});

export async function use(vault: Vault): Promise<string | undefined> {
  const id: string = proper.enqueue({ to: 'ada' }, vault);
  const found = await proper.find(id, vault);
  // 1. A task is enqueued with a field that its payload does not have.
  // @ts-expect-error
  proper.enqueue({ to: 'ada', from: 'bob' }, vault);
  // 2. A task is enqueued with a value of another type.
  // @ts-expect-error
  proper.enqueue({ to: 7 }, vault);
  // 3. A task is enqueued without a field that its payload needs.
  // @ts-expect-error
  proper.enqueue({}, vault);
  // 4. A task is enqueued without a vault.
  // @ts-expect-error
  proper.enqueue({ to: 'ada' });
  // 5. A task is fired, as if it were a hook.
  // @ts-expect-error
  proper.fire({ to: 'ada' }, vault);
  // 6. Progress is reported where no task runs.
  // @ts-expect-error
  vault.progress(1);
  // 7. An unknown task is assumed to exist.
  // @ts-expect-error
  if (found.state === 'done') return undefined;
  // 8. A task is compared with a state that does not exist.
  // @ts-expect-error
  if (found?.state === 'failed') return undefined;
  return found?.progress?.note ?? undefined;
}

// 9. A handler reads a field that the payload does not have.
// @ts-expect-error
defineTask('send-mail', 1, { payload, run: async ({ from }) => from });
// 10. A handler is not asynchronous.
// @ts-expect-error
defineTask('send-mail', 1, { payload, run: () => {} });
// 11. Progress is reported in words.
// @ts-expect-error
defineTask('send-mail', 1, { payload, run: async (_, vault) => vault.progress('half') });
// 12. A task does nothing.
// @ts-expect-error
defineTask('send-mail', 1, { payload });
// 13. An option does not exist.
// @ts-expect-error
defineTask('send-mail', 1, { payload, run: async () => {}, retries: 3 });
// 14. A hook is listed as a task.
// @ts-expect-error
definePlugin({ name: 'Mail', tasks: [defineHook('mail.sent', 1, payload)] });
// 15. A task is subscribed to, as if it were a hook.
// @ts-expect-error
on(proper, async () => {});

export const long = defineTask('carry', 1, {
  payload,
  checkpoint: z.object({ next: z.int().default(0) }),
  async run({ copies }, state, vault) {
    for (let next: number = state?.next ?? 0; next < copies; next += 1) await vault.checkpoint({ next });
    if (copies > 9) throw new RetryAfter(1_000);
  },
});

export function enqueueLater(vault: Vault): void {
  long.enqueue({ to: 'ada' }, vault, { after: 1_000 });
  long.enqueue({ to: 'ada' }, vault, { at: new Date() });
  // 16. A task is enqueued for two times at once.
  // @ts-expect-error
  long.enqueue({ to: 'ada' }, vault, { after: 1_000, at: new Date() });
  // 17. A time is given in words.
  // @ts-expect-error
  long.enqueue({ to: 'ada' }, vault, { after: '5 minutes' });
}

const counted = { payload, checkpoint: z.object({ next: z.int() }) };
// 18. A checkpoint has a state of another type.
// @ts-expect-error
defineTask('carry', 1, { ...counted, run: async (_, __, vault) => vault.checkpoint({ next: 'two' }) });
// 19. A checkpoint has no state.
// @ts-expect-error
defineTask('carry', 1, { ...counted, run: async (_, __, vault) => vault.checkpoint() });
// 20. A state is assumed where the task has only begun.
// @ts-expect-error
defineTask('carry', 1, { ...counted, run: async (_, state) => state.next });
// 21. A task makes a checkpoint without a schema for it.
// @ts-expect-error
defineTask('carry', 1, { payload, run: async (_, vault) => vault.checkpoint({ next: 1 }) });
// 22. A hook handler makes a checkpoint.
// @ts-expect-error
on(defineHook('mail.sent', 1, payload), async (_, vault) => vault.checkpoint({ next: 1 }));
// 23. A retry is asked for without a time.
// @ts-expect-error
export const never = new RetryAfter();

const nightly = { cron: '0 3 * * *', timeZone: 'Europe/Berlin' } as const;
const dated = defineTask('tidy', 1, { payload: z.object({ scheduledFor: z.string() }), run: async () => {} });

export const schedules = [
  defineSchedule('nightly', { ...nightly, missed: 'skip' }, dated),
  defineSchedule('mailing', { ...nightly, payload: ({ scheduledFor }) => ({ to: scheduledFor }) }, proper),
];

// 24. A schedule does not make the payload of its task.
// @ts-expect-error
defineSchedule('nightly', nightly, proper);
// 25. A schedule makes another payload than its task takes.
// @ts-expect-error
defineSchedule('nightly', { ...nightly, payload: () => ({ from: 'ada' }) }, proper);
// 26. The payload is made of more than the time.
// @ts-expect-error
defineSchedule('nightly', { ...nightly, payload: ({ org }) => ({ to: org }) }, proper);
// 27. A schedule has no time zone.
// @ts-expect-error
defineSchedule('nightly', { cron: '0 3 * * *' }, dated);
// 28. What is missed is caught up in a way that does not exist.
// @ts-expect-error
defineSchedule('nightly', { ...nightly, missed: 'all' }, dated);
// 29. A schedule fires a hook.
// @ts-expect-error
defineSchedule('nightly', nightly, defineHook('mail.sent', 1, payload));
// 30. A task is listed as a schedule.
// @ts-expect-error
definePlugin({ name: 'Mail', tasks: [dated], schedules: [dated] });

// 31. A handler of every hook reads a field of a payload that it does not know.
// @ts-expect-error
onEvery(async ({ payload: { entityId } }) => entityId);
// 32. A handler of every hook is given a hook.
// @ts-expect-error
onEvery(defineHook('mail.sent', 1, payload), async () => {});
