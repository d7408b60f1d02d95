import { defineService } from '@nimbusvault/sdk';
import { DeletedEntity } from '../../entities/DeletedEntity.ts';

export const deletions = defineService(DeletedEntity);
