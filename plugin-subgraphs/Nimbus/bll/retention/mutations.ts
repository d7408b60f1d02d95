import { defineSchedule, defineTask, notAfter, settingsOf } from '@nimbusvault/sdk';
import { z } from 'zod';
import type { settings } from '../../settings.ts';
import { entries } from '../activity/service.ts';
import { deletions } from '../deletions/service.ts';
import { keptSince } from './helpers.ts';

export const forgetOld = defineTask('forget-old', 1, {
  payload: z.object({ scheduledFor: z.iso.datetime() }),
  async run({ scheduledFor }, vault) {
    const { retentionDays } = settingsOf<typeof settings>(vault);
    const at = notAfter(keptSince(retentionDays, new Date(scheduledFor)));
    await entries.bulkDelete({ at }, vault);
    await deletions.bulkDelete({ at }, vault);
  },
});

/** Each night, in each organization, the old entries are deleted. */
export const nightly = defineSchedule('nightly', { cron: '30 3 * * *', timeZone: 'UTC' }, forgetOld);
