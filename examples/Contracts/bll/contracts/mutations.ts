import { randomUUID } from 'node:crypto';
import { defineContext, outcome } from '@nimbusvault/sdk';
import { z } from 'zod';
import { requestRenewal, withdrawRenewal } from '../../clients/paperhub.ts';
import { ContractId, ContractView, viewContract } from './helpers.ts';
import { contracts } from './service.ts';

const renewing = defineContext({
  input: ContractId,
  contract: ContractView,
  reference: z.uuid(),
  number: z.string(),
});

const readContract = renewing.step({
  name: 'read-contract',
  reads: ['input'],
  writes: ['contract'],
  async forward({ input }, vault) {
    const contract = await contracts.get(input.id, vault);
    if (!contract) return outcome('NotFound', { message: 'This contract does not exist.' });
    return { contract: viewContract(contract) };
  },
});

const askPaperhub = renewing.externalStep({
  name: 'ask-paperhub',
  reads: ['contract'],
  prepares: ['reference'],
  writes: ['number'],
  prepare: async () => ({ reference: randomUUID() }),
  forward: ({ contract, reference }, vault) => requestRenewal(contract.paperhubId, reference, vault),
  rollback: ({ contract, reference }, vault) => withdrawRenewal(contract.paperhubId, reference, vault),
});

const noteRenewal = renewing.step({
  name: 'note-renewal',
  reads: ['input', 'number'],
  writes: ['contract'],
  async forward({ input, number }, vault) {
    const contract = await contracts.update({ id: input.id, renewal: null }, { renewal: number }, vault);
    if (!contract)
      return outcome('Conflict', { message: 'The renewal of this contract is requested already.' });
    return { contract: viewContract(contract) };
  },
});

export const renewContract = renewing
  .workflow('renew-contract')
  .step(readContract)
  .step(askPaperhub)
  .step(noteRenewal)
  .result(({ contract }) => contract);
