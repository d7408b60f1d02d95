import { z } from 'zod';

/** The account of the vault at Power BI: a service principal with access to one workspace, whose reports all organizations share. */
export const settings = z.strictObject({
  loginUrl: z.url().default('https://login.microsoftonline.com'),
  apiUrl: z.url().default('https://api.powerbi.com'),
  tenantId: z.string().regex(/^[\w.-]{1,100}$/),
  clientId: z.guid(),
  clientSecret: z.string().min(1),
  workspaceId: z.guid(),
  /** The roles of the datasets that limit their rows to the organization, which is the user name. */
  roles: z.array(z.string().min(1).max(50)).min(1).max(50).default(['Organization']),
  /** How long an embed token is valid. */
  tokenMinutes: z.int().min(1).max(60).default(10),
  /** The time for all calls of one query. A gateway waits 10 s for it. */
  timeoutMs: z.int().min(100).max(60_000).default(8_000),
});
