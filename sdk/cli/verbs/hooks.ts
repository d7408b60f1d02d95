import { parseArgs } from 'node:util';
import { parseOrgSlug, VaultError } from '@nimbusvault/sdk/kernel';
import { tailHooks, type PassingHook } from '@nimbusvault/runtime';
import { readStackState } from '@nimbusvault/vault';
import { printable } from './printable.ts';
import { stateDir } from './stateDir.ts';
import { print, say } from '@nimbusvault/runtime/output';
import type { Verb } from '@nimbusvault/runtime/process';

const options = { org: { type: 'string' }, hook: { type: 'string' }, json: { type: 'boolean' } } as const;

/** `nimbus hooks tail`: the hooks of the running vault as they are fired. */
export const hooks: Verb = {
  summary: 'Shows the hooks of the running vault as they are fired, a line each, until Ctrl-C.',
  usage: 'nimbus hooks tail [--org <slug>] [--hook <name>] [--json]',
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    if (positionals.join(' ') !== 'tail') throw new VaultError('BAD_USER_INPUT', `Usage: ${hooks.usage}`);
    const org = values.org === undefined ? undefined : parseOrgSlug(values.org);
    const { natsUrl } = readStackState(stateDir());
    const stopped = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.abort());
    say('Waiting for hooks. Press Ctrl-C to stop.');
    for await (const passing of tailHooks(natsUrl, { org, signal: stopped.signal })) {
      if (values.hook && !passing.type.startsWith(`${values.hook}.v`)) continue;
      print(values.json ? JSON.stringify(passing) : printable(lineOf(passing)));
    }
    return 0;
  },
};

function lineOf({ time, org, type, source, actor, data }: PassingHook): string {
  return `${time.toISOString()}  ${org}  ${type}  ${source} by ${actor ?? 'nobody'}  ${JSON.stringify(data)}`;
}
