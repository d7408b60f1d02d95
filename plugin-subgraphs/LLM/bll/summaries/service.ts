import { defineService } from '@nimbusvault/sdk';
import { Summary } from '../../entities/Summary.ts';

export const summaries = defineService(Summary);
