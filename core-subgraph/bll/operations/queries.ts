import type { Vault } from '@nimbusvault/sdk';
import { operatePlugins } from '@nimbusvault/sdk/kernel';
import { Id } from '../common/helpers.ts';
import { DeadLetterView, gather, pick, SagaView } from './helpers.ts';

interface SagaFilter {
  readonly status?: string | null;
  readonly plugin?: string | null;
}

/** Returns the newest runs of every plugin, or of one. */
export async function listSagas({ status, plugin }: SagaFilter, vault: Vault) {
  const verb = { verb: 'list-sagas', status: status?.toLowerCase() ?? null } as const;
  const { told, silent } = gather(await operatePlugins(verb, vault, plugin ?? undefined), SagaView);
  return { sagas: told.toSorted((one, other) => other.createdAt.localeCompare(one.createdAt)), silent };
}

export async function findSaga(id: string, vault: Vault, plugin?: string): Promise<SagaView | null> {
  if (!Id.safeParse(id).success) return null;
  return pick(await operatePlugins({ verb: 'show-saga', id }, vault, plugin), SagaView);
}

/** Returns a run with its story and its context. */
export async function wholeSaga(saga: SagaView, vault: Vault): Promise<SagaView | null> {
  return saga.context === undefined ? findSaga(saga.id, vault, saga.plugin) : saga;
}

/** Returns the unresolved dead letters of every plugin, or of one. */
export async function listDeadLetters(plugin: string | null | undefined, vault: Vault) {
  const answers = await operatePlugins({ verb: 'list-dead-letters' }, vault, plugin ?? undefined);
  const { told, silent } = gather(answers, DeadLetterView);
  const deadLetters = told.toSorted((one, other) => other.lastTriedAt.localeCompare(one.lastTriedAt));
  return { deadLetters, silent };
}

export async function findDeadLetter(
  id: string,
  vault: Vault,
  plugin?: string,
): Promise<DeadLetterView | null> {
  if (!Id.safeParse(id).success) return null;
  return pick(await operatePlugins({ verb: 'show-dead-letter', id }, vault, plugin), DeadLetterView);
}

/** Returns a dead letter with its data and its replays. */
export async function wholeDeadLetter(letter: DeadLetterView, vault: Vault): Promise<DeadLetterView | null> {
  return letter.data === undefined ? findDeadLetter(letter.id, vault, letter.plugin) : letter;
}
