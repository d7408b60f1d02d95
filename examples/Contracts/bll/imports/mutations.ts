import { defineContext, defineSchedule, defineTask, outcome, type Vault } from '@nimbusvault/sdk';
import { z } from 'zod';
import { fetchPage, hasAccount, type PaperhubPage } from '../../clients/paperhub.ts';
import { contracts } from '../contracts/service.ts';
import { ContractImportView } from './helpers.ts';

export const importContracts = defineTask('import-contracts', 1, {
  payload: z.object({}),
  checkpoint: z.object({ changedAfter: z.string(), cursor: z.string(), done: z.int() }),
  async run(_, state, vault) {
    if (!(await hasAccount(vault))) return;
    const { changedAfter } = state ?? { changedAfter: await newestChange(vault) };
    let { cursor, done } = state ?? { cursor: '', done: 0 };
    for (;;) {
      const page = await fetchPage({ changedAfter, cursor }, vault);
      await keepPage(page, vault);
      done += page.items.length;
      vault.progress(done, page.total);
      if (page.next === null) return;
      cursor = page.next;
      await vault.checkpoint({ changedAfter, cursor, done });
    }
  },
});

/** The time of the newest change that was imported; a time before all changes for an organization without contracts. */
async function newestChange(vault: Vault): Promise<string> {
  const { rows } = await contracts.filter({ orderBy: { changedAt: 'desc' }, first: 1 }, vault);
  return (rows[0]?.changedAt ?? new Date(0)).toISOString();
}

/** Writes the new contracts of a page, and changes those that were imported before. */
async function keepPage({ items, model }: PaperhubPage, vault: Vault): Promise<void> {
  const page = items.map(({ id, text, endsAt, changedAt, vector, ...item }) => ({
    ...item,
    paperhubId: id,
    body: text,
    endsAt: new Date(endsAt),
    changedAt: new Date(changedAt),
    embedding: vector,
    embeddingModel: model,
  }));
  const where = { paperhubId: page.map(({ paperhubId }) => paperhubId) };
  const { rows } = await contracts.filter({ where, first: 100 }, vault);
  const known = new Map(rows.map(({ paperhubId, id }) => [paperhubId, id]));
  await contracts.bulkCreate(
    page.filter(({ paperhubId }) => !known.has(paperhubId)),
    vault,
  );
  for (const contract of page) {
    const id = known.get(contract.paperhubId);
    if (id) await contracts.update(id, contract, vault);
  }
}

const starting = defineContext({ input: z.object({}), contractImport: ContractImportView });

const enqueueImport = starting.step({
  name: 'enqueue-import',
  reads: [],
  writes: ['contractImport'],
  async forward(_, vault) {
    if (!(await hasAccount(vault))) {
      const message =
        'The organization has no account at Paperhub. An admin enters it with configureContracts.';
      return outcome('NoAccount', { message, settings: ['clientId', 'clientSecret'] });
    }
    const id = importContracts.enqueue({}, vault);
    return { contractImport: { id, state: 'WAITING', done: 0, total: null, error: null } };
  },
});

export const startContractImport = starting
  .workflow('start-contract-import')
  .step(enqueueImport)
  .result(({ contractImport }) => contractImport);

/** Imports what has changed, in each organization. */
export const nightly = defineSchedule(
  'nightly',
  { cron: '0 3 * * *', timeZone: 'Europe/Berlin', missed: 'once', payload: () => ({}) },
  importContracts,
);
