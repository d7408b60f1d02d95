import { z } from 'zod';
import { VaultError } from './errors.ts';
import { isOutcome } from './outcome.ts';
import type { Vault } from './vault.ts';

/**
 * How far it came: done, on record in the transaction that did it; attempted, on record before it was done; refused, by
 * whoever was to do it, after the attempt; undone, after it was done.
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

/** Something that somebody did: when (ISO 8601), who in words, what such as `saga.retried`, to what, and why. */
export type AuditRecord = z.infer<typeof auditRecord>;

/** An entry for the record. */
export type AuditDeed = Omit<AuditRecord, 'at'>;

/** Returns undefined for an invalid text. */
export function readAuditRecord(value: unknown): AuditRecord | undefined {
  return auditRecord.safeParse(value).data;
}

/** The record of what was done in an organization, which is added to and never changed. */
export interface AuditLog {
  add(deed: AuditDeed, vault: Vault): Promise<void>;
  /** The newest thousand. */
  newest(vault: Vault): Promise<readonly AuditRecord[]>;
}

/**
 * Does work that is on record before it begins, so that a process that is killed in it leaves the attempt. Where the work
 * throws, or answers with an outcome, that is put on record too.
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
