import { z } from 'zod';
import type { SharePointSite } from '../../entities/SharePointSite.ts';

export const ConnectInput = z.object({
  url: z
    .url({
      protocol: /^https$/,
      error: 'The address of a site is an https URL, such as https://contoso.sharepoint.com/sites/Team.',
    })
    .max(2048, 'The address of a site has at most 2048 characters.'),
});

export const SiteId = z.object({ id: z.uuid('The id of a site is a UUID.') });

export const SharePointSiteView = z.object({
  id: z.uuid(),
  name: z.string(),
  webUrl: z.string(),
  keeper: z.uuid().nullable(),
  importId: z.uuid().nullable(),
  removedAt: z.iso.datetime().nullable(),
});

export function viewSite(site: SharePointSite): z.infer<typeof SharePointSiteView> {
  const { id, name, webUrl, keeper = null, importId = null, removedAt } = site;
  return { id, name, webUrl, keeper, importId, removedAt: removedAt?.toISOString() ?? null };
}

/** The old and the new keeper of sites. */
export interface Handover {
  readonly userId: string;
  readonly transferTo: string;
}
