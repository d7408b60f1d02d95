import { defineService } from '@nimbusvault/sdk';
import { Folder } from '../../entities/Folder.ts';

export const folders = defineService(Folder, {
  filterable: ['name', 'createdAt'],
  sortable: ['createdAt', 'name'],
});
