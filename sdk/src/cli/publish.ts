import { parseArgs } from 'node:util';
import { publish as publishRelease } from '../deploy/index.ts';
import { loadPlugin, pluginVersion, readEnvironment, releaseOf } from '../runtime/index.ts';
import { onlyName } from './arguments.ts';
import { openDeployGround, whoDoesIt } from './deployGround.ts';
import type { Verb } from './verb.ts';

const options = { url: { type: 'string' }, by: { type: 'string' }, json: { type: 'boolean' } } as const;

/** `nimbus publish <Name>`: what this folder has becomes what the gateways serve, once a process runs it. */
export const publish: Verb = {
  summary: 'Checks the schema of a plugin against what is active, and publishes it in one step.',
  usage: 'nimbus publish <Name> [--url <where its load balancer is>] [--by <who>] [--json]',
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const name = onlyName(positionals);
    await using ground = openDeployGround();
    const { NIMBUS_SUPERGRAPH: here } = readEnvironment('NIMBUS_SUPERGRAPH'); // a team's own, or the vault's
    const release = releaseOf(await loadPlugin(name, here), pluginVersion(name, here) ?? '0.0.0');
    const outcome = await publishRelease(release, ground, { by: whoDoesIt(values.by), url: values.url });
    const { hash, version } = release;
    if (values.json) console.log(JSON.stringify({ plugin: name, version, hash, outcome }));
    else
      console.log(
        `${name} ${version} (${hash.slice(0, 8)}) is ${outcome === 'unchanged' ? 'published already' : 'published'}.`,
      );
    return 0;
  },
};
