import { readJson, settingsOf, type Vault } from '@nimbusvault/sdk';
import { z } from 'zod';
import type { settings } from '../settings.ts';

const Report = z.object({
  id: z.guid(),
  name: z.string().max(1_000),
  /** A paginated report has none. */
  datasetId: z.guid().nullish(),
  embedUrl: z.url({ protocol: /^https$/ }).nullish(),
});
const Reports = z.object({ value: z.array(Report) });
const EmbedToken = z.object({
  token: z.string().min(1),
  expiration: z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString()),
});

/** An answer that refuses the request, however often it is sent. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`Power BI answered with status ${status}.`);
    this.status = status;
  }
}

/** Calls of Power BI, which end together. */
export interface Site {
  readonly vault: Vault;
  readonly signal: AbortSignal;
}

/** The reports of the workspace, as Power BI lists them. */
export async function fetchReports(site: Site): Promise<z.infer<typeof Reports>['value']> {
  const { workspaceId } = settingsOf<typeof settings>(site.vault);
  const response = await call(`groups/${workspaceId}/reports`, {}, site);
  return (await readJson(response, Reports)).value;
}

/** A report of the workspace, and of no other. */
export async function fetchReport(id: string, site: Site): Promise<z.infer<typeof Report>> {
  const { workspaceId } = settingsOf<typeof settings>(site.vault);
  return readJson(await call(`groups/${workspaceId}/reports/${id}`, {}, site), Report);
}

/** A token that shows a report with the rows that the roles of its dataset give this organization. */
export async function generateToken(reportId: string, datasetId: string, site: Site) {
  const { roles, tokenMinutes } = settingsOf<typeof settings>(site.vault);
  const request = {
    datasets: [{ id: datasetId }],
    reports: [{ id: reportId, allowEdit: false }],
    identities: [{ username: site.vault.org, roles, datasets: [datasetId] }],
    lifetimeInMinutes: tokenMinutes,
  };
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: JSON.stringify(request) };
  return readJson(await call('GenerateToken', init, site), EmbedToken);
}

async function call(path: string, init: RequestInit, { vault, signal }: Site): Promise<Response> {
  const { loginUrl, apiUrl, tenantId, clientId, clientSecret } = settingsOf<typeof settings>(vault);
  const powerBI = vault.http.withClientCredentials({
    tokenUrl: `${loginUrl}/${tenantId}/oauth2/v2.0/token`,
    clientId,
    clientSecret,
    scope: 'https://analysis.windows.net/powerbi/api/.default',
  });
  const response = await powerBI.fetch(`${apiUrl}/v1.0/myorg/${path}`, { ...init, signal });
  if (![400, 401, 403, 404].includes(response.status)) return response;
  await response.body?.cancel();
  throw new Refused(response.status);
}
