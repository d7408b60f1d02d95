import { parseArgs } from 'node:util';
import {
  checkDeletion,
  clientOperations,
  deactivate as deactivatePlugin,
  unlistActive,
  untilConnected,
} from '@nimbusvault/vault';
import { onlyName, type Verb } from '@nimbusvault/runtime/process';
import { openDeployGround, whoDoesIt } from './deployGround.ts';
import { describeSections, hasErrors } from './findings.ts';

const options = {
  by: { type: 'string' },
  reason: { type: 'string' },
  json: { type: 'boolean' },
  yes: { type: 'boolean' },
} as const;

/** `nimbus deactivate <Name>`: removes a plugin from the graph; its data and its processes stay. */
export const deactivate: Verb = {
  summary: 'Removes a plugin from the graph, unless others need it.',
  usage: 'nimbus deactivate <Name> [--by <who>] [--reason <why>] [--yes] [--json]',
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const name = onlyName(positionals);
    const reason = { by: whoDoesIt(values.by), why: values.reason ?? 'nimbus deactivate' };
    await using ground = openDeployGround();
    await untilConnected(ground);
    const operations = await clientOperations(ground);
    const sections = await checkDeletion(name, { ground, operations });
    console.error(describeSections(sections));
    if (hasErrors(sections) && !values.yes) return refuse(name, values.json);
    await deactivatePlugin(name, ground, reason);
    unlistActive(ground, name);
    console.log(values.json ? JSON.stringify({ plugin: name, active: false }) : `${name} is not active.`);
    return 0;
  },
};

function refuse(name: string, isJson = false): number {
  if (isJson) console.log(JSON.stringify({ plugin: name, active: true }));
  console.error(`${name} stays active because of the losses above. Use --yes to remove it anyway.`);
  return 1;
}
