import { defineEntity, p } from '@mikro-orm/core';
import { tenantColumns } from '@nimbusvault/sdk';

const DocumentTransferSchema = defineEntity({
  name: 'DocumentTransfer',
  properties: { ...tenantColumns, fromUserId: p.uuid().nullable(), toUserId: p.uuid(), run: p.uuid() },
});

/** A transfer that is under way: its id is the document's. Neither of its users can be offboarded meanwhile. */
export class DocumentTransfer extends DocumentTransferSchema.class {}
DocumentTransferSchema.setClass(DocumentTransfer);
