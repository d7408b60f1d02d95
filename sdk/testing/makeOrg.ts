import { randomBytes } from 'node:crypto';
import { parseOrgSlug, type Role } from '@nimbusvault/sdk/kernel';
import { coreOfStack, createOrganization, developmentIssuer, readStackState } from '@nimbusvault/vault';
import { signToken } from '@nimbusvault/runtime';
import { ask, type Answer } from './ask.ts';

/** A client with a token, which queries the gateway. */
export interface Client {
  readonly org: string;
  readonly userId: string;
  readonly token: string;
  /** `idempotencyKey` names the request: a mutation that is repeated under it takes effect once. */
  query(query: string, variables?: object, idempotencyKey?: string): Promise<Answer>;
}

/** A test's own organization in a running vault. */
export interface TestOrg {
  readonly slug: string;
  readonly admin: Client;
  /** A client with other roles, or of another user. */
  client(roles: readonly Role[], userId?: string): Promise<Client>;
}

/** Creates an organization in the vault that runs on `stateDir`, by core's own workflow. */
export async function makeOrg(stateDir: string): Promise<TestOrg> {
  const slug = parseOrgSlug(`test-${randomBytes(6).toString('hex')}`);
  const { admin } = await createOrganization(coreOfStack(stateDir), { slug, adminUsername: 'ada' });
  const issuer = developmentIssuer(stateDir);
  const { gatewayUrl } = readStackState(stateDir);
  const client = async (roles: readonly Role[], userId = admin.id): Promise<Client> => {
    const token = await signToken({ org: slug, userId, roles }, issuer);
    const headers = { authorization: `Bearer ${token}` };
    const query: Client['query'] = (text, variables, key) =>
      ask(gatewayUrl, { ...headers, ...(key ? { 'idempotency-key': key } : {}) }, { query: text, variables });
    return { org: slug, userId, token, query };
  };
  return { slug, admin: await client(admin.roles), client };
}
