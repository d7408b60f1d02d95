import { defineService } from '@nimbusvault/sdk';
import { Document } from '../../entities/Document.ts';

export const documents = defineService(Document);
