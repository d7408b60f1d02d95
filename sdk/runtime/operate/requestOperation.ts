import type { NatsConnection } from '@nats-io/transport-node';
import {
  coreName,
  hasRole,
  refuseOtherOrg,
  subjects,
  VaultError,
  type Operated,
  type Operation,
  type Vault,
} from '@nimbusvault/sdk/kernel';
import { request } from '../broker/requests.ts';
import { readOperated } from './answerOperations.ts';

const patienceMs = 8_000; // longer than a plugin waits for an operated run

/** The plugins to ask. */
interface Asked {
  readonly connection: NatsConnection | undefined;
  readonly plugins: readonly string[];
  /** Whether they are known not to be active: nobody waits for them. */
  readonly areAbsent?: boolean;
}

/** Has each of the plugins do it; a plugin that is down or slow is reported in its place. Throws FORBIDDEN unless the caller is an admin. */
export async function requestOperation(
  operation: Operation,
  { connection, plugins, areAbsent = false }: Asked,
  vault: Vault,
): Promise<readonly Operated[]> {
  if (!hasRole(vault, 'admin'))
    throw new VaultError('FORBIDDEN', `Operating needs the role "admin". Ask an admin of ${vault.org}.`);
  refuseOtherOrg(`${operation.verb} was asked`, vault);
  const { org, userId, requestId, log } = vault;
  log.info({ org, userId, requestId, operation, plugins }, 'an operator is at work');
  if (areAbsent) return plugins.map(notActive);
  return Promise.all(plugins.map((plugin) => ask(plugin, { operation, org, connection })));
}

function notActive(plugin: string): Operated {
  const message = `${plugin} is not active in this vault. Check the spelling, or ask the operator of the vault to activate it.`;
  return { plugin, code: 'NOT_FOUND', message };
}

async function ask(
  plugin: string,
  what: {
    readonly operation: Operation;
    readonly org: string;
    readonly connection: NatsConnection | undefined;
  },
): Promise<Operated> {
  const { connection, org, operation } = what;
  const silent = {
    plugin,
    code: 'STACK_FAILED',
    message: `${plugin} does not answer. Try again once it runs.`,
  };
  if (!connection || connection.isClosed()) return silent;
  const from = coreName; // nobody else may operate
  try {
    const message = await request(connection, {
      subject: subjects.operate(org, { to: plugin, from }),
      data: operation,
      answerTo: (id) => subjects.answer(org, { to: from, from: plugin, id }),
      timeoutMs: patienceMs,
    });
    return message ? readOperated(message, plugin) : silent;
  } catch {
    return silent;
  }
}
