import type { Vault } from '@nimbusvault/sdk';
import { openInMemory, startVendor, testTask, testWorkflow, withGraph } from '@nimbusvault/testing';
import { z } from 'zod';
import { importSite } from '../bll/imports/mutations.ts';
import { connectSite } from '../bll/sites/mutations.ts';
import { SharePoint } from '../SharePoint.ts';
import { makeRoutes } from '../standIn/server.ts';
import { makeSampleSite } from '../standIn/site.ts';
import { makeCore } from './makeCore.ts';

export const ada = {
  org: 'acme',
  userId: '00000000-0000-4000-8000-0000000000a1',
  roles: ['admin'],
} as const;
export const account = {
  tenantId: 'contoso.onmicrosoft.com',
  clientId: 'vault',
  clientSecret: 'sharepoint-secret',
};
export const address = { url: 'https://contoso.sharepoint.com/sites/Rockets' };

/** The plugin in memory beside the stand-in, with a connected site; `follow` runs one try of its import. */
export async function startSharePoint(site = makeSampleSite(), more: object = {}) {
  const vendor = await startVendor(makeRoutes(site));
  const core = makeCore();
  const operated = { outside: [vendor.host], organizationSettings: account };
  const memory = openInMemory(SharePoint, { graphUrl: vendor.url, loginUrl: vendor.url, ...more }, operated);
  const vault: Vault = withGraph(memory.vaultFor(ada), core.answer);
  const { answer } = await testWorkflow(connectSite, { input: address, vault });
  const { id } = z.object({ id: z.uuid() }).parse(answer);
  return {
    site,
    vendor,
    core,
    vault,
    id,
    follow: (state?: unknown, killAfter?: number) =>
      testTask(importSite, { payload: { id }, vault, state, ...(killAfter ? { killAfter } : {}) }),
    /** The document with this title. */
    document(title: string) {
      const [found, kept] = [...core.documents].find(([, each]) => each.title === title) ?? ['', null];
      return { id: found, title, body: '', isArchived: false, ...kept };
    },
    [Symbol.asyncDispose]: () => vendor[Symbol.asyncDispose](),
  };
}
