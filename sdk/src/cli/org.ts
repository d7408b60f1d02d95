import { parseArgs } from 'node:util';
import { VaultError } from '../kernel/index.ts';
import { coreOfEnvironment, coreOfStack, createOrganization } from '../operate/index.ts';
import { stateDir } from './stateDir.ts';
import type { Verb } from './verb.ts';

/** `nimbus org create <slug> --admin <username>`: a new organization and its first admin. */
export const org: Verb = {
  summary:
    'Makes an organization with its first admin in the vault of npm start, or in the one whose core DATABASE_URL names.',
  usage: 'nimbus org create <slug> --admin <username> [--name <name>] [--from-environment]',
  async run(args) {
    const text = { type: 'string' } as const;
    const options = { admin: text, name: text, 'from-environment': { type: 'boolean' } } as const;
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const [verb, slug, ...more] = positionals;
    if (verb !== 'create' || !slug || !values.admin || more.length > 0) {
      throw new VaultError('BAD_USER_INPUT', `Usage: ${org.usage}`);
    }
    const site = values['from-environment'] ? coreOfEnvironment() : coreOfStack(stateDir());
    const created = { slug, adminUsername: values.admin, name: values.name };
    console.log(JSON.stringify(await createOrganization(site, created)));
    return 0;
  },
};
