import { defineService } from '@nimbusvault/sdk';
import { SpentDay } from '../../entities/SpentDay.ts';

export const spentDays = defineService(SpentDay);
