import { secret } from '@nimbusvault/sdk';
import { z } from 'zod';

/** The address of Paperhub, the same for all organizations of a vault. */
export const settings = z.strictObject({ url: z.url() });

/** The account of an organization at Paperhub. */
export const organizationSettings = z.object({
  clientId: z.string().max(100).optional().describe('The OAuth 2 client of the organization at Paperhub.'),
  clientSecret: secret(z.string().max(200)).optional().describe('The secret of this client.'),
  library: z.string().max(100).default('contracts').describe('The library that is imported.'),
});
