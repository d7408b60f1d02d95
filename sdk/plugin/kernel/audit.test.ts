import { expect, test } from 'vitest';
import { onRecord, outcome, VaultError, type AuditDeed } from './index.ts';

const deed = {
  action: 'saga.retried',
  subjectType: 'Saga',
  subjectId: 'one',
  by: 'grace',
  reason: null,
  details: { plugin: 'Tags' },
};

const noLog = () => Promise.reject(new VaultError('STACK_FAILED', 'no log'));

/** Records of the audit at the beginning of the work, and at its end. */
async function recordOf(work: () => unknown) {
  const added: AuditDeed[] = [];
  const add = async (said: AuditDeed) => void added.push(said);
  let before = -1;
  const ended = onRecord(add, deed, async () => {
    before = added.length;
    return work();
  });
  const end = await ended.catch((error: unknown) => error);
  return { before, added, end };
}

test('work is recorded before it is done', async () => {
  expect(await recordOf(() => 7)).toEqual({ before: 1, added: [{ ...deed, outcome: 'attempted' }], end: 7 });
});

test.each([
  ['an outcome', () => outcome('Conflict', { message: 'It is not stuck.' }), 'It is not stuck.'],
  ['an outcome without words', () => outcome('NotFound', {}), 'NotFound'],
  ['an error of ours', () => Promise.reject(new VaultError('NOT_FOUND', 'No such row.')), 'No such row.'],
  [
    'any error',
    () => Promise.reject(new Error('at 10.0.0.7, with the password hunter2')),
    'It failed unexpectedly.',
  ],
])('work that ends with %s is recorded as refused, and ends so', async (_, work, refused) => {
  const { before, added, end } = await recordOf(work);
  expect([before, added.length]).toEqual([1, 2]);
  expect(added[1]).toEqual({ ...deed, outcome: 'refused', details: { plugin: 'Tags', refused } });
  expect(end).toMatchObject(await Promise.resolve(work()).catch((error: object) => error));
});

test('work that cannot be recorded is not done', async () => {
  let isDone = false;
  const trying = onRecord(noLog, deed, async () => (isDone = true));
  await expect(trying).rejects.toThrow('no log');
  expect(isDone).toBe(false);
});
