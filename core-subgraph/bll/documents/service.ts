import { defineService } from '@nimbusvault/sdk';
import { Document } from '../../entities/Document.ts';

export const documents = defineService(Document, {
  filterable: ['title', 'folderId', 'createdBy', 'ownerId', 'createdAt', 'updatedAt'],
  sortable: ['createdAt', 'updatedAt', 'title'],
});
