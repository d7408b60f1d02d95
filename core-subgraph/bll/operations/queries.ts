import type { Vault } from '@nimbusvault/sdk';
import { operatePlugins } from '@nimbusvault/sdk/kernel';
import { Id } from '../common/helpers.ts';
import { gather, pick, type Told } from './helpers.ts';

const newestFirst = (word: string) => (one: Told, other: Told) =>
  String(other[word]).localeCompare(String(one[word]));

interface SagaFilter {
  readonly status?: string | null;
  readonly plugin?: string | null;
}

/** Returns the newest runs of every plugin, or of one. */
export async function listSagas({ status, plugin }: SagaFilter, vault: Vault) {
  const verb = { verb: 'list-sagas', status: status?.toLowerCase() ?? null } as const;
  const { told, silent } = gather(await operatePlugins(verb, vault, plugin ?? undefined));
  return { sagas: told.toSorted(newestFirst('createdAt')), silent };
}

export async function findSaga(id: string, vault: Vault, plugin?: string): Promise<Told | null> {
  if (!Id.safeParse(id).success) return null;
  return pick(await operatePlugins({ verb: 'show-saga', id }, vault, plugin));
}

/** The filter of a list. */
export async function detailOfSaga(saga: Told, detail: 'story' | 'context', vault: Vault) {
  return detail in saga ? saga[detail] : (await findSaga(saga.id, vault, saga.plugin))?.[detail];
}

/** Returns the unresolved dead letters of every plugin, or of one. */
export async function listDeadLetters(plugin: string | null | undefined, vault: Vault) {
  const { told, silent } = gather(
    await operatePlugins({ verb: 'list-dead-letters' }, vault, plugin ?? undefined),
  );
  return { deadLetters: told.toSorted(newestFirst('lastTriedAt')), silent };
}

export async function findDeadLetter(id: string, vault: Vault, plugin?: string): Promise<Told | null> {
  if (!Id.safeParse(id).success) return null;
  return pick(await operatePlugins({ verb: 'show-dead-letter', id }, vault, plugin));
}

/** The filter of a list. */
export async function detailOfDeadLetter(letter: Told, detail: 'data' | 'replays', vault: Vault) {
  return detail in letter
    ? letter[detail]
    : (await findDeadLetter(letter.id, vault, letter.plugin))?.[detail];
}
