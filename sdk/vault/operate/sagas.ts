import { z } from 'zod';
import { parseOrgSlug, VaultError } from '@nimbusvault/sdk/kernel';
import type { SagaStatus, Wish } from '@nimbusvault/sdk/internal';
import { openSagas, type SagaDetails, type SagaSummary } from '@nimbusvault/runtime';
import { inEach, type OfPlugin, type Subgraphs } from './inEach.ts';
import { openRecords, type VaultSite } from './records.ts';

const open = openSagas;
const helped = { retry: 'saga.retried', skip: 'saga.skipped', resolve: 'saga.resolved' } as const;

/** Which runs: those of a plugin, of an org, with a status, or all. */
interface SagaScope {
  readonly plugin?: string | undefined;
  readonly org?: string | undefined;
  readonly status?: SagaStatus | undefined;
}

/** The runs of the subgraphs, newest first; of each the newest two hundred. */
export async function listSagas(
  subgraphs: Subgraphs,
  { plugin, org, status }: SagaScope,
): Promise<readonly OfPlugin<SagaSummary>[]> {
  const filter = { org: org === undefined ? undefined : parseOrgSlug(org), status };
  const lists = await inEach(subgraphs, { plugin, open }, async (sagas, name) =>
    (await sagas.list(filter)).map((saga) => ({ ...saga, plugin: name })),
  );
  return lists.flat().toSorted((one, other) => other.createdAt.getTime() - one.createdAt.getTime());
}

/** One run, with all that is known of it; throws NOT_FOUND where no subgraph has it. */
export async function showSaga(subgraphs: Subgraphs, id: string): Promise<OfPlugin<SagaDetails>> {
  const known = parseId(id);
  const found = await inEach(subgraphs, { open }, async (sagas, plugin) => {
    const saga = await sagas.find(known);
    return saga ? [{ ...saga, plugin }] : [];
  });
  const [saga] = found.flat();
  if (saga) return saga;
  throw new VaultError('NOT_FOUND', `There is no run ${id}. "nimbus saga list" shows those there are.`);
}

/**
 * Does a person's verb on a stuck run, and waits until a process of its plugin has done it; the run as it stands then.
 * It is on record in the organization before. Throws BAD_USER_INPUT where the run is not stuck, or where the verb does
 * not fit it.
 */
export async function operateSaga(site: VaultSite, id: string, wish: Wish): Promise<OfPlugin<SagaDetails>> {
  const { subgraphs } = site;
  const { did, by, reason } = wish;
  const { plugin, org } = await showSaga(subgraphs, id);
  const deed = { action: helped[did], subjectType: 'Saga', subjectId: id, by, reason, details: { plugin } };
  await using records = await openRecords(site);
  const [saga] = await records.keep(org, deed, () =>
    inEach(subgraphs, { plugin, open }, (sagas) => sagas.help(id, wish)),
  );
  return saga ? { ...saga, plugin } : showSaga(subgraphs, id);
}

function parseId(id: string): string {
  if (z.guid().safeParse(id).success) return id;
  throw new VaultError('BAD_USER_INPUT', `${JSON.stringify(id)} is no id of a run.`);
}
