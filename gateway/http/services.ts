import { VaultError, type Tenant, type Subgraph } from '@nimbusvault/sdk/kernel';
import { type Registry, readGraphAccess, type DeclaredAccess } from '@nimbusvault/runtime/registry';
import { verifyService } from '@nimbusvault/runtime/service-token';
import { createRecent } from '../memory/recent.ts';

const room = { values: 10_000, characters: 20_000_000 };

/** The known state of the plugins: the processes that run, and the schemas that are served. */
export interface ServiceSite {
  readonly registry: Registry;
  readonly subgraphs: readonly Subgraph[];
}

/** The plugins that call the graph on their own behalf. */
interface Services {
  /** The plugin that sends a request, its org, and the rights that it has declared. Throws UNAUTHENTICATED or FORBIDDEN. */
  readonly identify: (authorization: string) => Promise<Tenant>;
  readonly hasDeclared: (plugin: string, document: string) => boolean;
}

/** A token is accepted while the process that signed it is registered; its rights are read from the served schema. */
export function createServices(site: ServiceSite): Services {
  const accessOf = createAccess(site);
  const keyOf = (instance: string) => site.registry.instance.get(`instance.${instance}`)?.key;
  const verified = createRecent<Verified>(room);
  const verify = async (authorization: string): Promise<Verified> => {
    const { plugin, instance, org, exp } = await verifyService(authorization, keyOf);
    return { plugin, org, instance: `${plugin}.${instance}`, until: exp * 1_000 };
  };
  const identify = async (authorization: string): Promise<Tenant> => {
    const known = verified.get(authorization);
    const isGood = known && known.until > Date.now() && keyOf(known.instance) !== undefined;
    const { plugin, org, ...rest } = isGood ? known : await verify(authorization);
    if (!isGood) verified.set(authorization, { plugin, org, ...rest });
    const access = accessOf(plugin);
    if (!access) throw undeclared(plugin);
    const { role, scopes } = access;
    return { org, userId: null, roles: [role], ...(scopes.length > 0 && { scopes }), service: plugin };
  };
  return {
    identify,
    hasDeclared: (plugin, document) => accessOf(plugin)?.operations.includes(document) ?? false,
  };
}

interface Verified {
  readonly plugin: string;
  readonly org: string;
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
