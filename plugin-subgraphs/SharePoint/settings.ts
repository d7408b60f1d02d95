import { secret } from '@nimbusvault/sdk';
import { z } from 'zod';

/** The addresses of Microsoft's cloud, which national clouds have of their own, and the largest file that is read. */
export const settings = z.strictObject({
  graphUrl: z.url().default('https://graph.microsoft.com'),
  loginUrl: z.url().default('https://login.microsoftonline.com'),
  maxFileBytes: z.int().positive().max(100_000_000).default(20_000_000),
});

/** The app registration of an organization in its Microsoft tenant. */
export const organizationSettings = z.object({
  tenantId: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'A tenant is a UUID or a domain, such as contoso.onmicrosoft.com.')
    .optional()
    .describe('The Microsoft tenant of the organization: its id, or a domain of it.'),
  clientId: z.string().max(100).optional().describe('The application (client) id of the app registration.'),
  clientSecret: secret(z.string().max(200)).optional().describe('A client secret of it.'),
});
