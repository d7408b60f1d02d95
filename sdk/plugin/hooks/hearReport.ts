import { z } from 'zod';
import { rowsOf, subjects, topicOf, versioned, type Vault } from '../kernel/index.ts';
import { letterDead, runStuck } from './coreHooks.ts';
import type { Delivery } from './delivery.ts';
import { handleOnce } from './handleOnce.ts';

const name = z.string().max(200);

/** The parts of a plugin's message about a dead letter that core passes on. */
const deadLetter = z.object({
  deadLetter: z.uuid(),
  handler: name,
  code: name,
  event: z.object({ type: name }),
});

/** The same of a message about a run that is stuck. */
const stuckRun = z.object({
  run: z.uuid(),
  workflow: name,
  cause: z.object({ step: name, code: name }).nullable(),
});

const reportHooks: readonly string[] = [runStuck, letterDead].map(versioned);

/** A hook to be fired, under the id of the letter or the run that it is about. */
interface Report {
  readonly id: string;
  readonly hook: typeof runStuck | typeof letterDead;
  readonly data: object;
}

/**
 * Fires core's hook for a dead letter or a stuck run of a plugin, in the transaction of its organization, once for each letter and each run:
 * a second report of the same fires nothing. A handler of these hooks that dies fires none. Returns false for a message that is no report.
 */
export async function hearReport(delivery: Delivery, vault: Vault): Promise<boolean> {
  const report = reportIn(delivery);
  if (report === undefined) return false;
  if (report === null) return true;
  const letter = { ...delivery, id: report.id };
  const call = { delivery: letter, handler: report.hook.name, whenOff: true, tries: Infinity };
  await handleOnce(call, () => fire(report, vault), vault);
  return true;
}

/** The plugin is the sender that the subject names. Null for one that fires nothing, undefined for an invalid one. */
function reportIn({ type, subject, source: plugin, data }: Delivery): Report | null | undefined {
  if (type === 'dead-letter.v1') {
    const letter = deadLetter.safeParse(data).data;
    if (!letter) return undefined;
    const { deadLetter: id, handler, code, event } = letter;
    return reportHooks.includes(event.type)
      ? null
      : { id, hook: letterDead, data: { letter: id, plugin, handler, code } };
  }
  const stuck = stuckRun.safeParse(data).data;
  if (!stuck || !topicOf(subject).endsWith('.stuck')) return undefined;
  const { run: id, workflow, cause } = stuck;
  const { step = null, code = null } = cause ?? {};
  return { id, hook: runStuck, data: { run: id, plugin, workflow, step, code } };
}

// The id comes from a plugin: one that names a message of core's fires nothing, and stops nothing.
const fireSql = `
  insert into outbox (org, id, subject, type, actor, request_id, data) values (?, ?, ?, ?, ?, ?, ?)
  on conflict (org, id) do nothing`;

async function fire({ id, hook, data }: Report, vault: Vault): Promise<void> {
  const { org, plugin, userId, requestId } = vault;
  const payload = JSON.stringify(hook.payload.parse(data));
  const subject = subjects.hook(org, plugin, hook.name);
  await rowsOf(fireSql, [org, id, subject, versioned(hook), userId, requestId, payload], vault);
}
