import { defineService } from '@nimbusvault/sdk';
import { SharePointSite } from '../../entities/SharePointSite.ts';

export const sites = defineService(SharePointSite);
