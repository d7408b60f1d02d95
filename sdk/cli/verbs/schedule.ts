import { parseArgs } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { listSchedules, readRunningVault } from '@nimbusvault/vault';
import { scheduleTable } from './scheduleText.ts';
import { stateDir } from './stateDir.ts';
import { print, say } from '@nimbusvault/runtime/output';
import type { Verb } from '@nimbusvault/runtime/process';

const options = { plugin: { type: 'string' }, json: { type: 'boolean' } } as const;

/** `nimbus schedule list`: the schedules of the plugins. */
export const schedule: Verb = {
  summary:
    'Lists the schedules of the running vault: their zones, their next times, and how the last one ended.',
  usage: 'nimbus schedule list [--plugin <Name>] [--json]',
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    if (positionals.join(' ') !== 'list') throw new VaultError('BAD_USER_INPUT', `Usage: ${schedule.usage}`);
    const { subgraphs } = await readRunningVault(stateDir());
    const schedules = await listSchedules(subgraphs, { plugin: values.plugin });
    if (values.json) print(JSON.stringify(schedules));
    else if (schedules.length > 0) print(scheduleTable(schedules));
    say(schedules.length === 1 ? '1 schedule.' : `${schedules.length} schedules.`);
    return 0;
  },
};
