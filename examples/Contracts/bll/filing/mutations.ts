import {
  defineContext,
  defineTask,
  notAfter,
  outcome,
  type HeardHook,
  VaultError,
  type Vault,
} from '@nimbusvault/sdk';
import { createDocument } from '../../operations.ts';
import { ContractId, ContractView, viewContract } from '../contracts/helpers.ts';
import { contracts } from '../contracts/service.ts';
import { DocumentEvent, type Handover } from './helpers.ts';

/** Makes a document of a contract, in the name of the user who files it. */
export const makeDocument = defineTask('make-document', 1, {
  payload: ContractId,
  async run({ id }, vault) {
    const contract = await contracts.get(id, vault);
    if (!contract) return;
    const { title, body } = contract;
    const { createDocument: made } = await createDocument.run({ title, body }, vault, { as: vault.userId });
    if ('message' in made) throw new VaultError('BAD_USER_INPUT', made.message);
    await contracts.update(id, { documentId: made.id }, vault);
  },
});

const filing = defineContext({ input: ContractId, contract: ContractView });

const takeContract = filing.step({
  name: 'take-contract',
  reads: ['input'],
  writes: ['contract'],
  async forward({ input: { id } }, vault) {
    const contract = await contracts.update({ id, keeper: null }, { keeper: vault.userId }, vault);
    if (contract) {
      makeDocument.enqueue({ id }, vault);
      return { contract: viewContract(contract) };
    }
    if (await contracts.get(id, vault))
      return outcome('Conflict', { message: 'This contract is filed already.' });
    return outcome('NotFound', { message: 'This contract does not exist.' });
  },
});

export const fileContract = filing
  .workflow('file-contract')
  .step(takeContract)
  .result(({ contract }) => contract);

/** Notes what happened to the document of a contract last. Events may come late: a newer one stays. */
export async function noteEvent({ name, payload, time }: HeardHook, vault: Vault): Promise<void> {
  const { data: event } = DocumentEvent.safeParse(payload);
  if (!event) return;
  const where = { documentId: event.entityId, documentEventAt: notAfter(time) };
  await contracts.bulkUpdate(where, { documentEvent: name, documentEventAt: time }, vault);
}

/** The document is deleted: the contract can be filed again. */
export async function forgetDocument(documentId: string, vault: Vault): Promise<void> {
  await contracts.bulkUpdate({ documentId }, { documentId: null, documentEvent: null, keeper: null }, vault);
}

/** Gives all contracts of a user to another one, and remembers whose they were; returns how many. */
export async function handOver(
  { userId, transferTo }: Handover,
  vault: Vault,
): Promise<{ contracts: number }> {
  const changes = { keeper: transferTo, formerKeeper: userId };
  return { contracts: await contracts.bulkUpdate({ keeper: userId }, changes, vault) };
}

export async function giveBack({ userId, transferTo }: Handover, vault: Vault): Promise<void> {
  const where = { keeper: transferTo, formerKeeper: userId };
  await contracts.bulkUpdate(where, { keeper: userId, formerKeeper: null }, vault);
}
