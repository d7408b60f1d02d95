import { z } from 'zod';
import { parseOrgSlug, VaultError } from '@nimbusvault/sdk/kernel';
import type { SagaStatus, Wish } from '@nimbusvault/sdk/internal';
import { openSagas, type SagaDetails, type SagaSummary } from '@nimbusvault/runtime';
import { inEach, type OfPlugin, type Subgraphs } from './inEach.ts';
import { openRecords, type VaultSite } from './records.ts';

const open = openSagas;
const helped = { retry: 'saga.retried', skip: 'saga.skipped', resolve: 'saga.resolved' } as const;

/** Selects runs: those of a plugin, of an org, with a status, or all. */
interface SagaScope {
  readonly plugin?: string | undefined;
  readonly org?: string | undefined;
  readonly status?: SagaStatus | undefined;
}

/** Returns the runs of the subgraphs, newest first; at most two hundred of each. */
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

/** Returns one run with its whole state. Throws NOT_FOUND if no subgraph has it. */
export async function showSaga(subgraphs: Subgraphs, id: string): Promise<OfPlugin<SagaDetails>> {
  const known = parseId(id);
  const found = await inEach(subgraphs, { open }, async (sagas, plugin) => {
    const saga = await sagas.find(known);
    return saga ? [{ ...saga, plugin }] : [];
  });
  const [saga] = found.flat();
  if (saga) return saga;
  throw new VaultError('NOT_FOUND', `There is no run ${id}. "nimbus saga list" shows the existing ones.`);
}

/**
 * Carries out an operator's command on a stuck run, waits until a process of its plugin has done it, and returns the run.
 * The organization's audit log records it first. Throws BAD_USER_INPUT if the run is not stuck, or if the command does
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
  throw new VaultError('BAD_USER_INPUT', `${JSON.stringify(id)} is not the id of a run.`);
}
