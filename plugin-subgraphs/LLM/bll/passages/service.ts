import { defineService } from '@nimbusvault/sdk';
import { Passage } from '../../entities/Passage.ts';

export const passages = defineService(Passage);
