import { defineService } from '@nimbusvault/sdk';
import { Organization } from '../../entities/Organization.ts';

export const organizations = defineService(Organization);
