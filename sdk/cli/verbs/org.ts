import { parseArgs } from 'node:util';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { coreOfEnvironment, coreOfStack, createOrganization } from '@nimbusvault/vault';
import { whoDoesIt } from './deployGround.ts';
import { stateDir } from './stateDir.ts';
import type { Verb } from '@nimbusvault/runtime/process';

/** `nimbus org create <slug> --admin <username>`: a new organization and its first admin. */
export const org: Verb = {
  summary:
    'Creates an organization with its first admin in the vault of npm start, or in the vault whose core database is DATABASE_URL.',
  usage:
    'nimbus org create <slug> --admin <username> [--name <name>] [--by <who>] [--reason <why>] [--from-environment]',
  async run(args) {
    const text = { type: 'string' } as const;
    const options = {
      admin: text,
      name: text,
      by: text,
      reason: text,
      'from-environment': { type: 'boolean' },
    } as const;
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const [verb, slug, ...more] = positionals;
    if (verb !== 'create' || !slug || !values.admin || more.length > 0) {
      throw new VaultError('BAD_USER_INPUT', `Usage: ${org.usage}`);
    }
    const site = values['from-environment'] ? coreOfEnvironment() : coreOfStack(stateDir());
    const { admin: adminUsername, name, reason } = values;
    const created = { slug, adminUsername, name, by: whoDoesIt(values.by), reason };
    console.log(JSON.stringify(await createOrganization(site, created)));
    return 0;
  },
};
