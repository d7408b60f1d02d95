import {
  currentRun,
  defineContext,
  entityArchived,
  isUnderWay,
  refuseAtWork,
  restoreAccess,
  revokeAccess,
  userOffboarding,
  type Vault,
} from '@nimbusvault/sdk';
import { z } from 'zod';
import { putOnRecord } from '../audit/mutations.ts';
import { changedMeanwhile, conflict, notFound } from '../common/helpers.ts';
import { countInUse, idsOwnedBy, refuseOverQuota } from '../documents/queries.ts';
import { documents } from '../documents/service.ts';
import { OffboardUserInput, UserView, viewUser } from '../users/helpers.ts';
import { runsOfTransfersWith } from '../transfers/queries.ts';
import { holdUsers, leaving, refuseLastAdmin, refuseLeaver } from '../users/mutations.ts';
import { runsOfLeaversTo } from '../users/queries.ts';
import { users } from '../users/service.ts';

const context = defineContext({ input: OffboardUserInput, documentIds: z.array(z.uuid()), user: UserView });

/** From its commit on the user is refused everywhere, and nothing can become theirs. */
const beginLeaving = context.step({
  name: 'begin-leaving',
  reads: ['input'],
  writes: [],
  async forward({ input: { userId, transferTo } }, vault) {
    if (userId === transferTo) return conflict('Their property must be transferred to another user.');
    const people = await holdUsers([userId, transferTo], vault);
    if (!people.has(userId)) return notFound('user');
    const heir = people.get(transferTo);
    if (!heir) return notFound('user to take over');
    if (heir.leavingTo) return leaving(heir);
    const refusal =
      (await refuseLeaver(people, vault)) ??
      (await refuseRecipient(userId, vault)) ??
      (await refuseLastAdmin(userId, vault));
    if (refusal) return refusal;
    await users.update(userId, { leavingTo: transferTo, leavingIn: currentRun(vault) }, vault);
    await revokeAccess(userId, vault);
    return undefined;
  },
  async rollback({ input: { userId } }, vault) {
    const isLeaving = { id: userId, leavingIn: currentRun(vault) };
    await users.update(isLeaving, { leavingTo: null, leavingIn: null }, vault);
    await restoreAccess(userId, vault);
  },
});

/** A conflict while something is being transferred to a user, or from them: it could come to them behind their leaving. */
async function refuseRecipient(userId: string, vault: Vault) {
  const runs = [...(await runsOfLeaversTo(userId, vault)), ...(await runsOfTransfersWith(userId, vault))];
  for (const run of runs)
    if (await isUnderWay(run, vault))
      return conflict(
        'Something is being transferred to this user, or from them. Try again once that has ended.',
      );
  return undefined;
}

const letTheirWorkEnd = context.externalStep({
  name: 'let-their-work-end',
  reads: ['input'],
  writes: [],
  async forward({ input: { userId } }, vault) {
    await refuseAtWork(userId, vault);
  },
});

const letPluginsFollow = context.participants(userOffboarding, {
  name: 'let-plugins-follow',
  reads: ['input'],
  tell: ({ input: { userId, transferTo } }) => ({ userId, transferTo }),
});

const transferDocuments = context.step({
  name: 'transfer-documents',
  reads: ['input'],
  writes: ['documentIds'],
  async forward({ input: { userId, transferTo } }, vault) {
    const full = await refuseOverQuota(transferTo, await countInUse(userId, vault), vault);
    if (full) return full;
    const documentIds = await idsOwnedBy(userId, vault);
    await documents.bulkUpdate({ ownerId: userId }, { ownerId: transferTo }, vault);
    return { documentIds };
  },
  async rollback({ input: { userId, transferTo }, documentIds }, vault) {
    await documents.bulkUpdate({ id: documentIds, ownerId: transferTo }, { ownerId: userId }, vault);
  },
});

const closeUser = context.step({
  name: 'close-user',
  reads: ['input'],
  writes: ['user'],
  async forward({ input: { userId, transferTo, reason } }, vault) {
    const isLeaving = { id: userId, leavingIn: currentRun(vault), offboardedAt: null };
    const user = await users.update(isLeaving, { offboardedAt: new Date() }, vault);
    if (!user) return changedMeanwhile('user');
    entityArchived.fire({ entityType: 'User', entityId: userId }, vault);
    await putOnRecord({ ...offboarded(userId, transferTo), reason }, vault);
    return { user: viewUser(user) };
  },
  async rollback({ input: { userId, transferTo, reason } }, vault) {
    await users.update(userId, { offboardedAt: null }, vault);
    await putOnRecord({ ...offboarded(userId, transferTo), reason, outcome: 'undone' }, vault);
  },
});

function offboarded(subjectId: string, transferTo: string) {
  return { action: 'user.offboarded', subjectType: 'User', subjectId, details: { transferTo } };
}

/** Offboards a user: everything that the user owns, in core and in every participant, is transferred, or nothing is. */
export const offboardUser = context
  .workflow('offboard-user', 2)
  .step(beginLeaving)
  .step(letTheirWorkEnd)
  .step(letPluginsFollow)
  .step(transferDocuments)
  .step(closeUser)
  .result(({ user }) => user);
