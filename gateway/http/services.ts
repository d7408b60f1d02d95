import { hasRole, VaultError, type Role, type Tenant, type Subgraph } from '@nimbusvault/sdk/kernel';
import { type Registry, readGraphAccess, type DeclaredAccess } from '@nimbusvault/runtime/registry';
import { verifyService } from '@nimbusvault/runtime/service-token';
import { createRecent } from '../memory/recent.ts';

const room = { values: 10_000, characters: 20_000_000 };

/** The known state of the plugins: the processes that run, and the schemas that are served. */
export interface ServiceSite {
  readonly registry: Registry;
  readonly subgraphs: readonly Subgraph[];
}

/** The plugins that call the graph, on their own behalf or for a user. */
interface Services {
  /**
   * The plugin that sends a request, its org, the user whom it acts for, and the rights that it has declared, for a user
   * none that the user does not have. Throws UNAUTHENTICATED, FORBIDDEN, and what `findRole` throws.
   */
  readonly identify: (authorization: string) => Promise<Tenant>;
  readonly hasDeclared: (tenant: Tenant, document: string) => boolean;
}

/** Finds the role that a user of the tenant's org has now; throws if the org has no such user. */
export type FindRole = (userId: string, tenant: Tenant) => Promise<Role>;

/** A token is accepted while the process that signed it is registered; its rights are read from the served schema. */
export function createServices(site: ServiceSite, findRole: FindRole): Services {
  const accessOf = createAccess(site);
  const keyOf = (instance: string) => site.registry.instance.get(`instance.${instance}`)?.key;
  const verified = createRecent<Verified>(room);
  const verify = async (authorization: string): Promise<Verified> => {
    const { plugin, instance, org, user, exp } = await verifyService(authorization, keyOf);
    return { plugin, org, user, instance: `${plugin}.${instance}`, until: exp * 1_000 };
  };
  const identify = async (authorization: string): Promise<Tenant> => {
    const known = verified.get(authorization);
    const isGood = known && known.until > Date.now() && keyOf(known.instance) !== undefined;
    const caller = isGood ? known : await verify(authorization);
    if (!isGood) verified.set(authorization, caller);
    const { plugin, org, user } = caller;
    const access = accessOf(plugin);
    if (!access) throw undeclared(plugin);
    const { role, scopes } = access;
    const itself = { org, userId: null, roles: [role], service: plugin };
    if (user === undefined) return { ...itself, ...(scopes.length > 0 && { scopes }) };
    return { ...itself, userId: user, roles: [lesser(role, await findRole(user, itself))] };
  };
  return {
    identify,
    hasDeclared({ service = '', userId }, document) {
      const { operations = [], forUser = [] } = accessOf(service) ?? {};
      return (userId === null ? operations : forUser).includes(document);
    },
  };
}

function lesser(one: Role, other: Role): Role {
  return hasRole({ roles: [one] }, other) ? other : one;
}

interface Verified {
  readonly plugin: string;
  readonly org: string;
  readonly user: string | undefined;
  readonly instance: string;
  /** As Date.now counts. */
  readonly until: number;
}

/** Each schema is read once. */
function createAccess(site: ServiceSite) {
  const read = new WeakMap<Subgraph, DeclaredAccess | undefined>();
  return (plugin: string): DeclaredAccess | undefined => {
    const subgraph = site.subgraphs.find(({ name }) => name === plugin);
    if (!subgraph) return undefined;
    if (!read.has(subgraph)) read.set(subgraph, readGraphAccess(subgraph.sdl));
    return read.get(subgraph);
  };
}

function undeclared(plugin: string): VaultError {
  return new VaultError(
    'FORBIDDEN',
    `The served release of ${plugin} does not declare that it calls the graph. Add \`graph\` to its definePlugin, and publish it.`,
  );
}
