import { checkInput, type Vault } from '@nimbusvault/sdk';
import { onRecord, operatePlugins, type AuditDeed, type Operation } from '@nimbusvault/sdk/kernel';
import { putOnRecord } from '../audit/mutations.ts';
import { notFound } from '../common/helpers.ts';
import { nameOfActor } from '../users/queries.ts';
import { endOf, OperateInput, type Told } from './helpers.ts';
import { findDeadLetter, findSaga } from './queries.ts';

/** An operator's input: the object, and the reason. */
interface OperateArgs {
  readonly id: string;
  readonly reason?: string | null;
}

const helped = { retry: 'saga.retried', skip: 'saga.skipped', resolve: 'saga.resolved' } as const;

/** Operates a stuck run; the author, the time and the reason become part of its story. */
export async function helpSaga(did: keyof typeof helped, args: OperateArgs, vault: Vault) {
  const checked = checkInput(OperateInput, args);
  if (!('input' in checked)) return checked;
  const { id } = checked.input;
  const saga = await findSaga(id, vault);
  if (!saga) return notFound('run');
  const said = { by: await nameOfActor(vault), reason: checked.input.reason ?? null };
  const deed = deedOn(saga, { action: helped[did], subjectType: 'Saga', ...said });
  return operateOnRecord({ verb: 'help-saga', did, id, ...said }, deed, vault);
}

/** Replays a dead letter; the author, the time and the reason are stored with it. */
export async function replayDeadLetter(args: OperateArgs, vault: Vault) {
  const checked = checkInput(OperateInput, args);
  if (!('input' in checked)) return checked;
  const { id } = checked.input;
  const letter = await findDeadLetter(id, vault);
  if (!letter) return notFound('dead letter');
  const said = { by: await nameOfActor(vault), reason: checked.input.reason ?? null };
  const deed = deedOn(letter, { action: 'dead-letter.replayed', subjectType: 'DeadLetter', ...said });
  return operateOnRecord({ verb: 'replay-dead-letter', id, ...said }, deed, vault);
}

type Done = Omit<AuditDeed, 'outcome'> & { readonly details: { readonly plugin: string } };

function deedOn(
  { id, plugin }: Told,
  deed: Pick<AuditDeed, 'action' | 'subjectType' | 'by' | 'reason'>,
): Done {
  return { ...deed, subjectId: id, details: { plugin } };
}

/** Lets the plugin that has the object carry out the command, which is recorded first. */
function operateOnRecord(operation: Operation, deed: Done, vault: Vault) {
  const add = (said: AuditDeed) => putOnRecord(said, vault);
  return onRecord(add, deed, async () => {
    const [answer] = await operatePlugins(operation, vault, deed.details.plugin);
    return endOf(answer, deed.subjectType);
  });
}
