import { z } from 'zod';
import { rowsOf, subjects, topicOf, versioned, type AuditLog, type Vault } from '../kernel/index.ts';
import { letterDead, runStuck } from './coreHooks.ts';
import type { Delivery } from './delivery.ts';
import { handleOnce } from './handleOnce.ts';
import { pluginConfigured } from './pluginConfigured.ts';

const name = z.string().max(200);

/** The parts of a plugin's message about a dead letter that core passes on. */
const deadLetter = z.object({
  deadLetter: z.uuid(),
  handler: name,
  code: name,
  event: z.object({ type: name }),
});

/** The same of a message about a run that is stuck. */
export const stuckRun = z.object({
  run: z.uuid(),
  workflow: name,
  cause: z.object({ step: name, code: name }).nullable(),
});

const reportHooks: readonly string[] = [runStuck, letterDead].map(versioned);

/** The handling of a report, once for each handler and id: of the letter, of the run, or of the message. */
interface Report {
  readonly handler: string;
  readonly id: string;
  handle(open: Vault): Promise<unknown>;
}

/**
 * Handles a plugin's report to core, in the transaction of its organization: fires core's hook for a dead letter or a stuck run, and writes
 * changed settings into the audit log. A second report of the same letter or run does nothing, and neither does the death of a
 * handler of these hooks. Returns false for a message that is no report.
 */
export async function hearReport(delivery: Delivery, audit: AuditLog, vault: Vault): Promise<boolean> {
  const report = reportIn(delivery, audit);
  if (report === undefined) return false;
  if (report === null) return true;
  const { id, handler } = report;
  const call = { delivery: { ...delivery, id }, handler, whenOff: true, tries: Infinity };
  await handleOnce(call, (open) => report.handle(open), vault);
  return true;
}

/** Null for a report that changes nothing, undefined for an invalid one. */
function reportIn(delivery: Delivery, audit: AuditLog): Report | null | undefined {
  if (delivery.type === 'dead-letter.v1') return deadLetterIn(delivery);
  if (delivery.type === versioned(pluginConfigured)) return changeIn(delivery, audit);
  return topicOf(delivery.subject).endsWith('.stuck') ? stuckRunIn(delivery) : undefined;
}

/** The plugin is the sender that the subject names. */
function deadLetterIn({ data, source: plugin }: Delivery): Report | null | undefined {
  const read = deadLetter.safeParse(data).data;
  if (!read) return undefined;
  const { deadLetter: letter, handler, code, event } = read;
  return reportHooks.includes(event.type)
    ? null
    : firing(letterDead, letter, { letter, plugin, handler, code });
}

function stuckRunIn({ data, source: plugin }: Delivery): Report | undefined {
  const read = stuckRun.safeParse(data).data;
  if (!read) return undefined;
  const { run, workflow, cause } = read;
  const { step = null, code = null } = cause ?? {};
  return firing(runStuck, run, { run, plugin, workflow, step, code });
}

function changeIn({ id, data, source: subjectId }: Delivery, audit: AuditLog): Report | undefined {
  const details = pluginConfigured.payload.safeParse(data).data;
  if (!details) return undefined;
  const { name: action } = pluginConfigured;
  const deed = { action, outcome: 'done', subjectType: 'Plugin', subjectId, reason: null, details } as const;
  return { id, handler: action, handle: (open) => audit.add(deed, open) };
}

// The id comes from a plugin: one that names a message of core's fires nothing, and stops nothing.
const fireSql = `
  insert into outbox (org, id, subject, type, actor, request_id, data) values (?, ?, ?, ?, ?, ?, ?)
  on conflict (org, id) do nothing`;

function firing(hook: typeof runStuck | typeof letterDead, id: string, data: object): Report {
  return {
    id,
    handler: hook.name,
    async handle(open) {
      const { org, plugin, userId, requestId } = open;
      const payload = JSON.stringify(hook.payload.parse(data));
      const subject = subjects.hook(org, plugin, hook.name);
      await rowsOf(fireSql, [org, id, subject, versioned(hook), userId, requestId, payload], open);
    },
  };
}
