import { z } from 'zod';
import { VaultError } from './errors.ts';
import { isOutcome } from './outcome.ts';
import type { Vault } from './vault.ts';

/**
 * The state of the work: done, recorded in the transaction that did it; attempted, recorded before it was done; refused
 * after the attempt; undone after it was done.
 */
const auditOutcomes = ['done', 'attempted', 'refused', 'undone'] as const;

export type AuditOutcome = (typeof auditOutcomes)[number];

const auditRecord = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  action: z.string(),
  outcome: z.enum(auditOutcomes),
  subjectType: z.string(),
  subjectId: z.string(),
  reason: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
});

/** An operator's act: its time (ISO 8601), the author in words, the action such as `saga.retried`, its target and its reason. */
export type AuditRecord = z.infer<typeof auditRecord>;

/** An entry for the record. */
export type AuditDeed = Omit<AuditRecord, 'at'>;

/** Undefined if the act has no target. */
export function readAuditRecord(value: unknown): AuditRecord | undefined {
  return auditRecord.safeParse(value).data;
}

/** The audit log of an organization, which is append-only. */
export interface AuditLog {
  /** The author is the vault's user, unless `by` names another. */
  add(deed: Omit<AuditDeed, 'by'> & { readonly by?: string }, vault: Vault): Promise<void>;
  /** Returns the newest thousand records. */
  newest(vault: Vault): Promise<readonly AuditRecord[]>;
}

/**
 * Does work that is recorded before it begins, so that a killed process leaves a record of the attempt. If the work
 * throws, or returns an outcome, that is recorded too.
 */
export async function onRecord<Result>(
  add: (deed: AuditDeed) => Promise<void>,
  deed: Omit<AuditDeed, 'outcome'>,
  work: () => Promise<Result>,
): Promise<Result> {
  await add({ ...deed, outcome: 'attempted' });
  const refused = (why: string) =>
    add({ ...deed, outcome: 'refused', details: { ...deed.details, refused: why } });
  let result: Result;
  try {
    result = await work();
  } catch (error) {
    await refused(error instanceof VaultError ? error.message : 'It failed unexpectedly.');
    throw error;
  }
  if (isOutcome(result)) await refused('message' in result ? String(result.message) : result.__typename);
  return result;
}
