import { defineContext, outcome, VaultError, type Vault } from '@nimbusvault/sdk';
import { z } from 'zod';
import { findSite, hasAccount } from '../../clients/sharePoint.ts';
import { ConnectInput, SharePointSiteView, SiteId, viewSite, type Handover } from './helpers.ts';
import { sites } from './service.ts';

const found = z.object({ graphId: z.string(), name: z.string(), webUrl: z.string() });
const connecting = defineContext({ input: ConnectInput, found, site: SharePointSiteView });

const lookUp = connecting.externalStep({
  name: 'look-up',
  reads: ['input'],
  writes: ['found'],
  async forward({ input }, vault) {
    if (!(await hasAccount(vault))) return notConfigured();
    try {
      const site = await findSite(input.url, vault);
      if (!site) return outcome('NotFound', { message: 'SharePoint has no such site, or does not show it.' });
      return { found: { graphId: site.id, name: site.displayName, webUrl: site.webUrl } };
    } catch (error) {
      return whyNotFound(error);
    }
  },
});

function whyNotFound(error: unknown) {
  if (!(error instanceof VaultError)) throw error;
  const { code, message, retryAfterMs } = error as VaultError & { readonly retryAfterMs?: number };
  if (code === 'OUTSIDE_ANSWER_INVALID') return outcome('SharePointRefused', { message });
  if (code !== 'OUTSIDE_UNAVAILABLE') throw error;
  const retryAfterSeconds = retryAfterMs === undefined ? null : Math.ceil(retryAfterMs / 1_000);
  return outcome('SharePointUnavailable', {
    message: `${message} Connect the site later.`,
    retryAfterSeconds,
  });
}

const keepSite = connecting.step({
  name: 'keep-site',
  reads: ['found'],
  writes: ['site'],
  async forward({ found: { graphId, ...shown } }, vault) {
    const known = await sites.get({ graphId }, vault);
    if (known && !known.removedAt) return outcome('Conflict', { message: 'This site is connected already.' });
    const changes = { ...shown, keeper: vault.userId, deltaLinks: {}, removedAt: null };
    const site = known
      ? await sites.update(known.id, changes, vault)
      : await sites.create({ graphId, ...changes }, vault);
    if (!site) return outcome('Conflict', { message: 'This site is being connected. Try again.' });
    return { site: viewSite(site) };
  },
});

export const connectSite = connecting
  .workflow('connect-site')
  .step(lookUp)
  .step(keepSite)
  .result(({ site }) => site);

const removing = defineContext({ input: SiteId, site: SharePointSiteView });

const removeRow = removing.step({
  name: 'remove-site',
  reads: ['input'],
  writes: ['site'],
  async forward({ input: { id } }, vault) {
    const site = await sites.update({ id, removedAt: null }, { removedAt: new Date() }, vault);
    return site ? { site: viewSite(site) } : notConnected();
  },
});

export const removeSite = removing
  .workflow('remove-site')
  .step(removeRow)
  .result(({ site }) => site);

export function notConfigured() {
  const message =
    'The organization has no app registration yet. An admin enters it with configureSharePoint.';
  return outcome('SharePointNotConfigured', { message, settings: ['tenantId', 'clientId', 'clientSecret'] });
}

export function notConnected() {
  return outcome('NotFound', { message: 'This site is not connected.' });
}

/** Gives all sites of a user to another one, and remembers whose they were; returns how many. */
export async function handOver({ userId, transferTo }: Handover, vault: Vault): Promise<{ sites: number }> {
  const changes = { keeper: transferTo, formerKeeper: userId };
  return { sites: await sites.bulkUpdate({ keeper: userId }, changes, vault) };
}

export async function giveBack({ userId, transferTo }: Handover, vault: Vault): Promise<void> {
  const where = { keeper: transferTo, formerKeeper: userId };
  await sites.bulkUpdate(where, { keeper: userId, formerKeeper: null }, vault);
}
