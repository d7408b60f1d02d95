import { parseArgs } from 'node:util';
import { deactivate as deactivatePlugin, unlistActive } from '../deploy/index.ts';
import { onlyName } from './arguments.ts';
import { openDeployGround, whoDoesIt } from './deployGround.ts';
import type { Verb } from './verb.ts';

const options = { by: { type: 'string' }, reason: { type: 'string' }, json: { type: 'boolean' } } as const;

/** `nimbus deactivate <Name>`: a plugin leaves the graph; its data and its processes stay. */
export const deactivate: Verb = {
  summary: 'Takes a plugin out of the graph, unless others need it.',
  usage: 'nimbus deactivate <Name> [--by <who>] [--reason <why>] [--json]',
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const name = onlyName(positionals);
    const reason = { by: whoDoesIt(values.by), why: values.reason ?? 'nimbus deactivate' };
    await using ground = openDeployGround();
    await deactivatePlugin(name, ground, reason);
    unlistActive(ground.settingsFile, name);
    console.log(values.json ? JSON.stringify({ plugin: name, active: false }) : `${name} is not active.`);
    return 0;
  },
};
