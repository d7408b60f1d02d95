import { defineService } from '@nimbusvault/sdk';
import { DocumentTransfer } from '../../entities/DocumentTransfer.ts';

export const documentTransfers = defineService(DocumentTransfer);
