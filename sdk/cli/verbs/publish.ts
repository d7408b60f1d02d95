import { parseArgs } from 'node:util';
import {
  clientOperations,
  checkPlugin,
  publish as publishRelease,
  untilConnected,
  type Section,
} from '@nimbusvault/vault';
import { readEnvironment, onlyName, type Verb } from '@nimbusvault/runtime/process';
import { openDeployGround, whoDoesIt, type OpenedGround } from './deployGround.ts';
import { describeSections, hasErrors } from './findings.ts';

const text = { type: 'string' } as const;
const options = { url: text, by: text, reason: text, json: { type: 'boolean' } } as const;

/** `nimbus publish <Name>`: the gateways serve the release in this folder, once a process runs it. */
export const publish: Verb = {
  summary: 'Checks the schema of a plugin against the active plugins, and publishes it in one step.',
  usage: 'nimbus publish <Name> [--url <URL of its load balancer>] [--by <who>] [--reason <why>] [--json]',
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const name = onlyName(positionals);
    await using ground = openDeployGround();
    const { sections, release } = await check(name, ground);
    if (hasErrors(sections) || !release) return refuse(sections, values.json);
    console.error(describeSections(sections));
    const { url, reason: why } = values;
    const outcome = await publishRelease(release, ground, { by: whoDoesIt(values.by), why, url });
    const { hash, version } = release;
    if (values.json) console.log(JSON.stringify({ plugin: name, version, hash, outcome, sections }));
    else console.log(`${name} ${version} (${hash.slice(0, 8)}) is ${words[outcome]}.`);
    return 0;
  },
};

const words = { published: 'published', unchanged: 'published already' };

/** A team's own files, or those of the vault, against the running vault. */
async function check(name: string, ground: OpenedGround) {
  const { NIMBUS_SUPERGRAPH, NIMBUS_SETTINGS } = readEnvironment('NIMBUS_SUPERGRAPH', 'NIMBUS_SETTINGS');
  await untilConnected(ground);
  const place = { name, supergraphFile: NIMBUS_SUPERGRAPH, settingsFile: NIMBUS_SETTINGS };
  return checkPlugin(place, { ground, operations: await clientOperations(ground) });
}

function refuse(sections: readonly Section[], isJson = false): number {
  if (isJson) console.log(JSON.stringify({ outcome: 'refused', sections }));
  console.error(`${describeSections(sections)}\nNothing was published.`);
  return 1;
}
