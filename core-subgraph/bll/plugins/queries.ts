import type { Vault } from '@nimbusvault/sdk';
import { operatePlugins } from '@nimbusvault/sdk/kernel';
import { gather } from '../operations/helpers.ts';
import { SwitchView } from './helpers.ts';

/** Returns the active plugins, each on or off for the organization. */
export async function listPlugins(vault: Vault) {
  const answers = await operatePlugins({ verb: 'read-switch' }, vault);
  const { told, silent } = gather(answers.map(inList), SwitchView);
  const plugins = told.toSorted((one, other) => one.name.localeCompare(other.name));
  return { plugins, silent };
}

function inList(answer: Awaited<ReturnType<typeof operatePlugins>>[number]) {
  return 'result' in answer ? { ...answer, result: [answer.result] } : answer;
}
