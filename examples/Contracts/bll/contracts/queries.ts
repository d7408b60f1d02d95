import { connection, searchConnection, type ListArgs, type PageArgs, type Vault } from '@nimbusvault/sdk';
import { embed } from '../../clients/paperhub.ts';
import { viewContract } from './helpers.ts';
import { contracts } from './service.ts';

/** Those that end first come first, unless asked otherwise; all contracts of the organization, or one user's. */
export async function listContracts(where: { keeper?: string }, asked: ListArgs, vault: Vault) {
  return connection(
    await contracts.filter({ asked, where, orderBy: { endsAt: 'asc' } }, vault),
    viewContract,
  );
}

export async function findContract(id: string, vault: Vault) {
  const contract = await contracts.get(id, vault);
  return contract && viewContract(contract);
}

interface Search extends Pick<PageArgs, 'first' | 'after'> {
  readonly text: string;
}

/** Finds contracts by words, the best match first. */
export async function searchContracts({ text, ...page }: Search, vault: Vault) {
  return searchConnection(await contracts.search(text, page, vault), viewContract);
}

/** Finds contracts by meaning, the most similar first. */
export async function similarContracts({ text, first }: Search, vault: Vault) {
  const { matches } = await contracts.nearest(await embed(text, vault), { first }, vault);
  return matches.map(({ row, similarity }) => ({ contract: viewContract(row), similarity }));
}
