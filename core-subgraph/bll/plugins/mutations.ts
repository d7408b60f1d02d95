import { checkInput, isOutcome, type Vault } from '@nimbusvault/sdk';
import { onRecord, operatePlugins } from '@nimbusvault/sdk/kernel';
import { putOnRecord } from '../audit/mutations.ts';
import { endOf } from '../operations/helpers.ts';
import { nameOfActor } from '../users/queries.ts';
import { SwitchView, TurnInput } from './helpers.ts';

interface TurnArgs {
  readonly name: string;
  readonly reason?: string | null;
}

/** Has a plugin turn itself on or off for the organization. The attempt is recorded first, and then what has waited and what is not kept. */
export async function turnPlugin(way: 'on' | 'off', args: TurnArgs, vault: Vault) {
  const checked = checkInput(TurnInput, args);
  if (!('input' in checked)) return checked;
  const { name, reason = null } = checked.input;
  const action = way === 'on' ? 'plugin.enabled' : 'plugin.disabled';
  const by = await nameOfActor(vault);
  const deed = { action, subjectType: 'Plugin', subjectId: name, by, reason, details: null };
  const end = await onRecord(
    (said) => putOnRecord(said, vault),
    deed,
    async () => {
      const [answer] = await operatePlugins({ verb: `turn-${way}` }, vault, name);
      return endOf(answer, 'PluginState', SwitchView);
    },
  );
  if (isOutcome(end) || !('waiting' in end)) return end;
  const { waiting, forgotten } = end;
  if (way === 'on')
    await putOnRecord({ ...deed, outcome: 'done', details: { handled: waiting, forgotten } }, vault);
  return end;
}
