import { parseArgs } from 'node:util';
import { activate as activatePlugin, listActive, unlistActive } from '@nimbusvault/vault';
import { VaultError } from '@nimbusvault/sdk/kernel';
import { onlyName, type Verb } from '@nimbusvault/runtime/process';
import { openDeployGround, whoDoesIt } from './deployGround.ts';

const options = {
  watch: { type: 'string' },
  'most-failing': { type: 'string' },
  by: { type: 'string' },
  reason: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `nimbus activate <Name>`: a plugin is added to the graph, or everything is restored. */
export const activate: Verb = {
  summary:
    'Checks, probes and activates a plugin, watches its answers, and restores the graph if too many fail.',
  usage:
    'nimbus activate <Name> [--watch <seconds>] [--most-failing <share>] [--by <who>] [--reason <why>] [--json]',
  async run(args) {
    const { positionals, values } = parseArgs({ args, allowPositionals: true, options });
    const name = onlyName(positionals);
    const watching = {
      watchMs: numberOf('--watch', values.watch ?? '5', 3_600) * 1_000,
      mostFailing: numberOf('--most-failing', values['most-failing'] ?? '0.2', 1),
    };
    const reason = { by: whoDoesIt(values.by), why: values.reason ?? 'nimbus activate' };
    await using ground = openDeployGround();
    const begin = () => listActive(ground, name);
    try {
      await activatePlugin(name, ground, { ...reason, ...watching, begin });
    } catch (error) {
      unlistActive(ground, name);
      throw error;
    }
    console.log(values.json ? JSON.stringify({ plugin: name, active: true }) : `${name} is active.`);
    return 0;
  },
};

function numberOf(flag: string, text: string, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= most) return value;
  throw new VaultError('BAD_USER_INPUT', `${flag} must be a number from 0 to ${most}; got "${text}".`);
}
