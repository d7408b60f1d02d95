import { parseArgs } from 'node:util';
import { readActivePlugins, VaultError, coreName, type Refusal } from '@nimbusvault/sdk/kernel';
import { readEnvironment, type Verb, writeOutput } from '@nimbusvault/runtime/process';
import { composeSupergraph } from '@nimbusvault/graph';
import { readSubgraphs, settingsIn } from '@nimbusvault/runtime/registry';

/** `nimbus compose`: the supergraph as the gateway would serve it. */
export const compose: Verb = {
  summary: 'Prints the supergraph of core and the active plugins, or reports which plugin breaks it.',
  usage: 'nimbus compose [--out FILE]',
  async run(args) {
    const { values } = parseArgs({ args, options: { out: { type: 'string' } } });
    const env = readEnvironment('NIMBUS_SETTINGS', 'NIMBUS_SUPERGRAPH');
    const files = { settingsFile: env.NIMBUS_SETTINGS, supergraphFile: env.NIMBUS_SUPERGRAPH };
    const active = readActivePlugins(settingsIn(files));
    const sources = readSubgraphs([coreName, ...active], files.supergraphFile);
    const { supergraphSdl = '', refusals } = composeSupergraph(sources.subgraphs);
    const problems = [...sources.refusals, ...refusals];
    if (problems.length > 0) throw new VaultError('COMPOSITION_FAILED', problems.map(inOneLine).join('\n'));
    writeOutput(`${supergraphSdl}\n`, values.out);
    return 0;
  },
};

function inOneLine({ name, faults }: Refusal): string {
  return `${name} does not compose: ${faults.join(' ')}`;
}
