import { parseArgs } from 'node:util';
import { coreName } from '@nimbusvault/sdk/kernel';
import {
  activePlugins,
  countGateways,
  declaredBy,
  untilConnected,
  type DeployGround,
} from '@nimbusvault/vault';
import {
  activeOf,
  catalogueOf,
  instancesOf,
  keys,
  type Publication,
  type Registry,
  readGraphAccess,
} from '@nimbusvault/runtime/registry';
import { openDeployGround } from './deployGround.ts';
import { table } from './table.ts';
import type { Verb } from '@nimbusvault/runtime/process';

/** `nimbus registry`: the active plugins, their publications, their instances and the gateways. */
export const registry: Verb = {
  summary:
    'Shows the active plugins, the published releases, the instances, the operations of plugins, and the refusals of gateways.',
  usage: 'nimbus registry [--json]',
  async run(args) {
    const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } });
    await using ground = openDeployGround();
    await untilConnected(ground);
    const shown = overview(ground);
    console.log(values.json ? JSON.stringify(shown) : describe(shown));
    return 0;
  },
};

function overview(ground: DeployGround) {
  const now = ground.registry.registry();
  const active = activePlugins(ground);
  const { published } = catalogueOf(now);
  const running = [...now.instance.values()].map(({ plugin }) => plugin);
  const names = [...new Set([coreName, ...active, ...Object.keys(published), ...running])];
  return {
    activated: activeOf(now),
    plugins: names.map((name) => ({
      name,
      active: name === coreName || active.includes(name),
      published: published[name],
      asks: asksOf(now, published[name]),
      instances: instancesOf(now, name),
    })),
    gateways: [...now.gateway.values()],
  };
}

/** The rights that the latest published release declares for its own operations. */
function asksOf({ release }: Registry, published: Publication | undefined) {
  const sdl = published && release.get(keys.release(published))?.sdl;
  const access = sdl === undefined ? undefined : readGraphAccess(sdl);
  if (!published || !sdl || !access) return undefined;
  const { role, scopes } = access;
  const operations = declaredBy([{ name: published.plugin, sdl }]).map(({ name }) => name);
  return { role, scopes, operations };
}

function describe({ activated, plugins, gateways }: ReturnType<typeof overview>): string {
  const rows = plugins.map(({ name, active, published, instances, asks }) => [
    name,
    active ? 'active' : '',
    published ? `${published.hash.slice(0, 8)} by ${published.by}` : '',
    instances.map(({ url, hash }) => `${url} (${hash.slice(0, 8)})`).join(', ') || 'none',
    asks ? `${asks.operations.join(', ')} as ${[asks.role, ...asks.scopes].join(' ')}` : '',
  ]);
  const refused = gateways.flatMap((gateway) => gateway.refused);
  const lines = [...new Set(refused.map(({ name, faults }) => `${name} is refused: ${faults.join(' ')}`))];
  const by = activated
    ? `Active as ${activated.by} said at ${activated.at}: ${activated.why}.`
    : 'As vault-settings.json says.';
  return [
    table(['PLUGIN', '', 'PUBLISHED', 'RUNS AT', 'ASKS THE GRAPH'], rows),
    `${by} ${countGateways(gateways.length)}.`,
    ...lines,
  ].join('\n');
}
