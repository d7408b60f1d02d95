import { openInMemory, startVendor, type Vendor } from '@nimbusvault/testing';
import { vi } from 'vitest';
import { PowerBI } from '../PowerBI.ts';
import { makeRoutes } from '../standIn/server.ts';
import { workspaceId } from '../standIn/workspace.ts';

export const report = '5b218778-e7a5-4d73-8187-f10824047715';
export const lists = `GET /v1.0/myorg/groups/:workspace/reports`;
export const finds = `${lists}/:report`;
export const generates = 'POST /v1.0/myorg/GenerateToken';
export const logsIn = 'POST /:tenant/oauth2/v2.0/token';

/** The settings for a vendor at this address. */
export function settingsAt(url: string, more: object = {}) {
  const account = { tenantId: 'example', clientId: workspaceId, clientSecret: 'a secret', workspaceId };
  return { loginUrl: url, apiUrl: url, ...account, timeoutMs: 5_000, ...more };
}

type Routes = ReturnType<typeof makeRoutes>;

interface Desk extends AsyncDisposable {
  readonly vendor: Vendor;
  vaultOf(org?: string): ReturnType<ReturnType<typeof openInMemory>['vaultFor']>;
  /** The requests that vault.http has sent, by its log. */
  sent(): number;
}

/** The plugin and a stand-in, of which some routes answer otherwise. */
export async function openDesk(routes: Routes = {}, more: object = {}): Promise<Desk> {
  const vendor = await startVendor({ ...routes, ...without(routes, makeRoutes()) });
  const memory = openInMemory(PowerBI, settingsAt(vendor.url, more), { outside: [vendor.host] });
  const vaultOf = (org = 'acme') =>
    memory.vaultFor({ org, userId: '00000000-0000-4000-8000-0000000000a1', roles: ['member'] });
  const { log } = vaultOf();
  const lines = [vi.spyOn(log, 'info'), vi.spyOn(log, 'warn').mockImplementation(() => {})];
  const sent = () =>
    lines.flatMap(({ mock }) => mock.calls).reduce((sum, [fields]) => sum + tries(fields), 0);
  return { vendor, vaultOf, sent, [Symbol.asyncDispose]: () => vendor[Symbol.asyncDispose]() };
}

function tries(fields: object): number {
  return 'tries' in fields ? Number(fields.tries) : 0;
}

function without(routes: Routes, all: Routes): Routes {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !(name in routes)));
}
