import { parseArgs } from 'node:util';
import { parseOrgSlug, VaultError } from '@nimbusvault/sdk/kernel';
import { signToken } from '@nimbusvault/runtime';
import { coreOfStack, developmentIssuer, openCore } from '@nimbusvault/vault';
import { stateDir } from './stateDir.ts';
import type { Verb } from '@nimbusvault/runtime/process';

/** `nimbus token --org acme --user ada`: a development token, on stdout. */
export const token: Verb = {
  summary: 'Prints a development token for a user of the running vault.',
  usage: 'nimbus token --org <slug> --user <username> [--scope <scope>]…',
  async run(args) {
    const {
      org,
      user,
      scope: scopes = [],
    } = parseArgs({
      args,
      options: {
        org: { type: 'string' },
        user: { type: 'string' },
        scope: { type: 'string', multiple: true },
      },
    }).values;
    if (!org || !user)
      throw new VaultError('BAD_USER_INPUT', `Give both --org and --user. Usage: ${token.usage}`);
    await using core = await openCore(coreOfStack(stateDir()));
    const found = await core.plugin.findUser?.(user, core.opened.vaultFor(parseOrgSlug(org)));
    if (!found) throw new VaultError('NOT_FOUND', `The org "${org}" has no user "${user}".`);
    console.log(
      await signToken({ org, userId: found.id, roles: found.roles, scopes }, developmentIssuer(stateDir())),
    );
    return 0;
  },
};
