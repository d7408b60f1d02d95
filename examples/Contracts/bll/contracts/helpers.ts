import { z } from 'zod';
import type { Contract } from '../../entities/Contract.ts';

export const ContractId = z.object({ id: z.uuid('The id of a contract is a UUID.') });

export const ContractView = z.object({
  id: z.uuid(),
  paperhubId: z.string(),
  title: z.string(),
  party: z.string(),
  endsAt: z.iso.datetime(),
  renewal: z.string().nullable(),
  keeper: z.uuid().nullable(),
  documentId: z.uuid().nullable(),
  documentEvent: z.string().nullable(),
});

export function viewContract(contract: Contract): z.infer<typeof ContractView> {
  const { id, paperhubId, title, party, endsAt } = contract;
  const { renewal = null, keeper = null, documentId = null, documentEvent = null } = contract;
  return {
    id,
    paperhubId,
    title,
    party,
    endsAt: endsAt.toISOString(),
    renewal,
    keeper,
    documentId,
    documentEvent,
  };
}
