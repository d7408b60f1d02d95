import { defineContext, entityArchived, userOffboarding } from '@nimbusvault/sdk';
import { z } from 'zod';
import { putOnRecord } from '../audit/mutations.ts';
import { changedMeanwhile, conflict, notFound } from '../common/helpers.ts';
import { countInUse, idsOwnedBy, refuseOverQuota } from '../documents/queries.ts';
import { documents } from '../documents/service.ts';
import { OffboardUserInput, UserView, viewUser } from '../users/helpers.ts';
import { refuseLastAdmin } from '../users/mutations.ts';
import { findColleague } from '../users/queries.ts';
import { users } from '../users/service.ts';

const context = defineContext({ input: OffboardUserInput, documentIds: z.array(z.uuid()), user: UserView });

const checkUsers = context.step({
  name: 'check-users',
  reads: ['input'],
  writes: [],
  async forward({ input: { userId, transferTo } }, vault) {
    if (userId === transferTo) return conflict('Their property must be transferred to another user.');
    if (!(await findColleague(userId, vault))) return notFound('user');
    if (!(await findColleague(transferTo, vault))) return notFound('user to take over');
    return refuseLastAdmin(userId, vault);
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
    const last = await refuseLastAdmin(userId, vault);
    if (last) return last;
    const user = await users.update({ id: userId, offboardedAt: null }, { offboardedAt: new Date() }, vault);
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
  .workflow('offboard-user')
  .step(checkUsers)
  .step(letPluginsFollow)
  .step(transferDocuments)
  .step(closeUser)
  .result(({ user }) => user);
