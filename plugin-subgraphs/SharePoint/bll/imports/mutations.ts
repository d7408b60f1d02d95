import {
  defineContext,
  defineSchedule,
  defineTask,
  outcome,
  VaultError,
  type CheckpointVault,
  type Vault,
} from '@nimbusvault/sdk';
import { z } from 'zod';
import { fetchChanges, hasAccount, listDrives } from '../../clients/sharePoint.ts';
import type { SharePointSite } from '../../entities/SharePointSite.ts';
import { followItem, leaveUnseen, markSeen, settleSite } from '../files/mutations.ts';
import { SharePointSiteView, SiteId, viewSite } from '../sites/helpers.ts';
import { notConfigured, notConnected } from '../sites/mutations.ts';
import { sites } from '../sites/service.ts';
import { Round } from './helpers.ts';

type Round = z.infer<typeof Round>;

/** Imports all of a site, or what has changed since the last import. It outlasts half a day in which SharePoint does not answer. */
export const importSite = defineTask('import-site', 1, {
  payload: SiteId,
  checkpoint: Round,
  tries: 20,
  firstDelayMs: 5_000,
  async run({ id }, state, vault) {
    let site = await connected(id, vault);
    if (!site || !(await hasAccount(vault))) return;
    let round = state ?? (await beginRound(site, vault));
    await settleSite(id, vault);
    await vault.checkpoint(round);
    while (site && round.drives.length > 0) {
      round = await takePage(round, site, vault);
      await vault.checkpoint(round);
      site = await connected(id, vault);
    }
    vault.progress(round.done);
  },
});

async function connected(id: string, vault: Vault): Promise<SharePointSite | null> {
  return sites.get({ id, removedAt: null }, vault);
}

async function beginRound({ graphId }: SharePointSite, vault: Vault): Promise<Round> {
  const drives = [...(await listDrives(graphId, vault))];
  return { since: new Date().toISOString(), drives, link: null, isFresh: false, done: 0 };
}

/** Follows a page of a drive, and returns where to go on. */
async function takePage(round: Round, site: SharePointSite, vault: CheckpointVault<Round>): Promise<Round> {
  const [driveId = '', ...drives] = round.drives;
  const kept = site.deltaLinks[driveId] ?? null;
  const now = round.link === null ? { ...round, link: kept, isFresh: kept === null } : round;
  const { items, next, later, restart } = await fetchChanges(driveId, now.link, vault);
  if (restart !== undefined) return startAnew(now, restart);
  let { done } = now;
  const commit = async (more: number) => {
    done += more;
    await vault.checkpoint({ ...now, done });
  };
  const place = { siteId: site.id, driveId, seenAt: new Date(now.since), commit };
  for (const item of new Map(items.map((each) => [each.id, each])).values()) {
    vault.progress(done, undefined, item.name);
    await followItem(item, place, vault);
  }
  await markSeen(items, place, vault);
  if (next !== undefined) return { ...now, link: next, done };
  if (now.isFresh) await leaveUnseen(place, vault);
  if (later !== undefined)
    await sites.update(site.id, { deltaLinks: { ...site.deltaLinks, [driveId]: later } }, vault);
  return { ...now, drives, link: null, isFresh: false, done };
}

/** Graph has forgotten what a link stands for: everything is listed anew, and what is not listed is gone. */
function startAnew(round: Round, link: string): Round {
  if (round.isFresh)
    throw new VaultError('OUTSIDE_UNAVAILABLE', 'SharePoint has forgotten a list that it has just begun.');
  return { ...round, link, isFresh: true, since: new Date().toISOString() };
}

/** Enqueues an import of the site unless one is under way; returns null then. */
async function startImport(site: SharePointSite, vault: Vault): Promise<SharePointSite | null> {
  const { id, importId = null } = site;
  const { state = 'done' } = (importId && (await importSite.find(importId, vault))) || {};
  if (state === 'waiting' || state === 'running') return null;
  const changes = { importId: importSite.enqueue({ id }, vault) };
  const started = await sites.update({ id, importId }, changes, vault);
  if (!started)
    throw new VaultError('STEP_FAILED', 'Another import of this site has begun at the same time.');
  return started;
}

const starting = defineContext({ input: SiteId, site: SharePointSiteView });

const enqueueImport = starting.step({
  name: 'enqueue-import',
  reads: ['input'],
  writes: ['site'],
  async forward({ input: { id } }, vault) {
    const site = await connected(id, vault);
    if (!site) return notConnected();
    if (!(await hasAccount(vault))) return notConfigured();
    const started = await startImport(site, vault);
    return started
      ? { site: viewSite(started) }
      : outcome('Conflict', { message: 'An import of this site is under way.' });
  },
});

export const startSiteImport = starting
  .workflow('start-site-import')
  .step(enqueueImport)
  .result(({ site }) => site);

/** Starts an import of each connected site of an organization. */
export const followSites = defineTask('follow-sites', 1, {
  payload: z.object({}),
  async run(_, vault) {
    if (!(await hasAccount(vault))) return;
    let after: string | undefined;
    for (let hasMore = true; hasMore;) {
      const page = await sites.filter({ where: { removedAt: null }, first: 100, after }, vault);
      for (const site of page.rows) await startImport(site, vault);
      hasMore = page.hasNextPage;
      after = page.rows.map(page.cursorOf).at(-1);
    }
  },
});

export const everyQuarter = defineSchedule(
  'every-quarter',
  { cron: '*/15 * * * *', timeZone: 'UTC', missed: 'skip', payload: () => ({}) },
  followSites,
);
