import { randomUUID } from 'node:crypto';
import { coreName, roles, VaultError, type Tenant, type VaultLog } from '@nimbusvault/sdk/kernel';
import type { RequestContext } from '../executor/requestContext.ts';
import type { AskSubgraph } from '../graph/servedGraph.ts';
import { isRecord } from '../operation/json.ts';
import type { FindRole } from './services.ts';

const patienceMs = 5_000;
const query = 'query RoleOf($id: ID!) { user(id: $id) { role offboardedAt } }';

/** Asks core, once the graph is served, for the role that a user has now. Throws IDENTITY_UNAVAILABLE if core does not answer. */
export function createFindRole(graph: Promise<AskSubgraph>, log: VaultLog): FindRole {
  return async (userId, tenant) => {
    const ask = await graph;
    const body = JSON.stringify({ query, variables: { id: userId } });
    const { data } = await ask(coreName, { body, isMutation: false }, contextOf(tenant, log)).catch(
      (cause: unknown) => Promise.reject(unavailable(cause)),
    );
    if (!data) throw unavailable();
    const { user } = data;
    if (!isRecord(user)) throw stranger(userId, tenant);
    if (user['offboardedAt'] !== null) throw gone(userId);
    const role = roles.find((each) => each.toUpperCase() === user['role']);
    if (role) return role;
    throw unavailable();
  };
}

function contextOf(tenant: Tenant, log: VaultLog): RequestContext {
  return {
    tenant,
    authorization: undefined,
    requestId: randomUUID(),
    traceparent: undefined,
    idempotencyKey: undefined,
    seesSchema: false,
    signal: AbortSignal.timeout(patienceMs),
    log,
    trace: undefined,
  };
}

function unavailable(cause?: unknown): VaultError {
  const message = 'Core does not say now which role the user has, for whom a plugin acts. Try again.';
  return new VaultError('IDENTITY_UNAVAILABLE', message, { cause });
}

function stranger(userId: string, { org, service }: Tenant): VaultError {
  return new VaultError('FORBIDDEN', `${service} cannot act for ${userId}: ${org} has no such user.`);
}

function gone(userId: string): VaultError {
  return new VaultError('ACCESS_REVOKED', `Nothing was done for ${userId}: they have left the organization.`);
}
