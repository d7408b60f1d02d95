import { defineService } from '@nimbusvault/sdk';
import { User } from '../../entities/User.ts';

export const users = defineService(User, {
  filterable: ['username', 'createdAt', 'offboardedAt'],
  sortable: ['username', 'createdAt'],
});
