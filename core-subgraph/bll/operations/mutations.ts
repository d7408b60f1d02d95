import { checkInput, type Vault } from '@nimbusvault/sdk';
import { onRecord, operatePlugins, type AuditDeed } from '@nimbusvault/sdk/kernel';
import { putOnRecord } from '../audit/mutations.ts';
import { notFound } from '../common/helpers.ts';
import { nameOfActor } from '../users/queries.ts';
import { DeadLetterView, endOf, OperateInput, SagaView } from './helpers.ts';
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
  return onRecord(recordIn(vault), deed, async () => {
    const operation = { verb: 'help-saga', did, id, ...said } as const;
    return endOf((await operatePlugins(operation, vault, saga.plugin))[0], 'Saga', SagaView);
  });
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
  return onRecord(recordIn(vault), deed, async () => {
    const operation = { verb: 'replay-dead-letter', id, ...said } as const;
    return endOf((await operatePlugins(operation, vault, letter.plugin))[0], 'DeadLetter', DeadLetterView);
  });
}

function deedOn(
  { id, plugin }: SagaView | DeadLetterView,
  deed: Pick<AuditDeed, 'action' | 'subjectType' | 'by' | 'reason'>,
): Omit<AuditDeed, 'outcome'> {
  return { ...deed, subjectId: id, details: { plugin } };
}

/** The command is recorded before the plugin that has the object carries it out. */
function recordIn(vault: Vault) {
  return (said: AuditDeed) => putOnRecord(said, vault);
}
