import { defineService } from '@nimbusvault/sdk';
import { Contract } from '../../entities/Contract.ts';

export const contracts = defineService(Contract, {
  filterable: ['title', 'party', 'endsAt', 'documentId'],
  sortable: ['endsAt', 'title'],
});
