import { createHash, randomUUID } from 'node:crypto';
import type { VendorRoutes } from '@nimbusvault/testing';
import { z } from 'zod';
import { datasets, reports, workspaceId } from './workspace.ts';

const scope = 'https://analysis.windows.net/powerbi/api/.default';

const Request = z.object({
  datasets: z.array(z.object({ id: z.string() })).max(50),
  reports: z.array(z.object({ id: z.string(), allowEdit: z.boolean().optional() })).max(50),
  identities: z
    .array(
      z.object({
        username: z.string().max(256),
        roles: z.array(z.string()).max(50).default([]),
        datasets: z.array(z.string()),
      }),
    )
    .default([]),
  lifetimeInMinutes: z.int().min(0).default(0),
});

/** The routes of Microsoft's login and of Power BI's REST API that the plugin calls; any client with a secret is known to them. */
export function makeRoutes(): VendorRoutes {
  const tokens = new Set<string>();
  const open =
    (answer: (request: Parameters<VendorRoutes[string]>[0]) => unknown): VendorRoutes[string] =>
    (request) => {
      const [, token = ''] = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
      if (!tokens.has(token)) return fault(401, 'Unauthorized');
      const { workspace = workspaceId } = request.params;
      return workspace === workspaceId ? answer(request) : fault(403, 'PowerBINotAuthorizedException');
    };
  return {
    'POST /:tenant/oauth2/v2.0/token': ({ headers, body }) => {
      const form = new URLSearchParams(body);
      const [, secret] = readBasic(headers.get('authorization'));
      if (!secret) return loginFault(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
      if (form.get('grant_type') !== 'client_credentials')
        return loginFault(400, 'unsupported_grant_type', 'AADSTS70003: The grant type is not supported.');
      if (form.get('scope') !== scope)
        return loginFault(400, 'invalid_scope', 'AADSTS70011: The scope is not valid.');
      const token = randomUUID();
      tokens.add(token);
      return { token_type: 'Bearer', expires_in: 3_599, ext_expires_in: 3_599, access_token: token };
    },
    'GET /v1.0/myorg/groups/:workspace/reports': open(() => ({
      '@odata.context': `http://api.powerbi.com/v1.0/myorg/groups/${workspaceId}/$metadata#reports`,
      value: reports,
    })),
    'GET /v1.0/myorg/groups/:workspace/reports/:report': open(
      ({ params }) =>
        reports.find(({ id }) => id === params['report']) ?? fault(404, 'PowerBIEntityNotFound'),
    ),
    'POST /v1.0/myorg/GenerateToken': open(({ body }) => generate(body)),
  };
}

/** As Power BI does it: a dataset with roles needs an identity with some of them, one without refuses any. */
function generate(body: string): unknown {
  const { data: asked } = Request.safeParse(JSON.parse(body));
  if (!asked) return fault(400, 'InvalidRequest');
  const known = asked.reports.every(({ id }) => reports.some((report) => report.id === id));
  if (!known) return fault(404, 'PowerBIEntityNotFound');
  for (const { id } of asked.datasets) {
    const roles = datasets[id];
    if (!roles) return fault(404, 'PowerBIEntityNotFound');
    const identity = asked.identities.find((each) => each.datasets.includes(id));
    const fits =
      identity !== undefined &&
      identity.roles.length > 0 &&
      identity.roles.every((role) => roles.includes(role));
    if (roles.length > 0 ? !fits : identity !== undefined) return fault(400, 'InvalidRequest');
  }
  const minutes = asked.lifetimeInMinutes || 60;
  const expiration = new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+/, '');
  const token = Buffer.from(JSON.stringify({ ...asked, expiration })).toString('base64url');
  return {
    '@odata.context': 'http://api.powerbi.com/v1.0/myorg/$metadata#embedToken',
    token,
    tokenId: idOf(token),
    expiration,
  };
}

function idOf(token: string): string {
  const hex = createHash('sha256').update(token).digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

function readBasic(header: string | null): readonly string[] {
  const [, basic = ''] = /^Basic (.+)$/.exec(header ?? '') ?? [];
  return Buffer.from(basic, 'base64')
    .toString()
    .split(':')
    .map((part) => decodeURIComponent(part));
}

function fault(status: number, code: string): Response {
  return Response.json({ error: { code } }, { status });
}

function loginFault(status: number, error: string, description: string): Response {
  const [, code] = /AADSTS(\d+)/.exec(description) ?? [];
  return Response.json({ error, error_description: description, error_codes: [Number(code)] }, { status });
}
