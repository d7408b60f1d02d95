import { defineService } from '@nimbusvault/sdk';
import { SharePointFile } from '../../entities/SharePointFile.ts';

export const files = defineService(SharePointFile);
