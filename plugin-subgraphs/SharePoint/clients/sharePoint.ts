import {
  orgSettingsOf,
  readJson,
  settingsOf,
  throwIfUnavailable,
  VaultError,
  type Vault,
} from '@nimbusvault/sdk';
import { z } from 'zod';
import type { organizationSettings, settings } from '../settings.ts';

const name = z.string().max(255);
const Site = z.object({ id: z.string().max(400), displayName: name, webUrl: z.url().max(2048) });
const link = z.url().max(8_000).optional();
const Drives = z.object({ value: z.array(z.object({ id: name })), '@odata.nextLink': link });
const Item = z.object({
  id: name,
  name: z.string().max(400).optional(),
  size: z.number().default(0),
  eTag: name.default(''),
  file: z.unknown().optional(),
  deleted: z.unknown().optional(),
});
const Changes = z.object({ value: z.array(Item), '@odata.nextLink': link, '@odata.deltaLink': link });
const FullItem = Item.required({ name: true }).extend({
  cTag: name.default(''),
  webUrl: z.url().max(4096),
  parentReference: z.object({ path: z.string().max(2_000).default('') }),
  '@microsoft.graph.downloadUrl': z.url().max(8_000).optional(),
});

export type DriveItem = z.infer<typeof Item>;
export type FullItem = z.infer<typeof FullItem>;

/** Returns false until an admin has entered the app registration of the organization. */
export async function hasAccount(vault: Vault): Promise<boolean> {
  const { tenantId, clientId, clientSecret } = await orgSettingsOf<typeof organizationSettings>(vault);
  return [tenantId, clientId, clientSecret].every((setting) => setting !== undefined);
}

/** The time in which somebody who waits gets an answer. */
const lookUpMs = 7_000;

/** Finds the site with this address; undefined if there is none, or none that the app registration may read. */
export async function findSite(webUrl: string, vault: Vault) {
  const { hostname, pathname } = new URL(webUrl);
  const path = pathname.replace(/\/+$/, '');
  const target = path ? `sites/${hostname}:${path}` : `sites/${hostname}`;
  return readFound(await call(target, vault, lookUpMs), Site);
}

export async function listDrives(siteId: string, vault: Vault): Promise<readonly string[]> {
  const drives: string[] = [];
  for (let next: string | undefined = `sites/${siteId}/drives`; next !== undefined;) {
    const page: z.infer<typeof Drives> = await readJson(await call(next, vault), Drives);
    drives.push(...page.value.map(({ id }) => id));
    next = page['@odata.nextLink'];
  }
  return drives;
}

/**
 * The changes of a drive behind a link, or all of its items: a page, and the link of the next one, or at the end the link for later. `restart`
 * lists all anew, where Graph has forgotten what a link stands for.
 */
export async function fetchChanges(driveId: string, from: string | null, vault: Vault) {
  const all = ['drives', encodeURIComponent(driveId), 'root', 'delta'].join('/');
  const response = await call(from ?? all, vault);
  if (response.status === 410) {
    await response.body?.cancel();
    return { items: [], restart: response.headers.get('location') ?? all };
  }
  const page = await readJson(response, Changes);
  return { items: page.value, next: page['@odata.nextLink'], later: page['@odata.deltaLink'] };
}

/** The item as it is now, with a download URL that is valid for minutes; undefined if it is gone. */
export async function fetchItem(
  driveId: string,
  itemId: string,
  vault: Vault,
): Promise<FullItem | undefined> {
  const path = `drives/${encodeURIComponent(driveId)}/items/${encodeURIComponent(itemId)}`;
  return readFound(await call(path, vault), FullItem);
}

/** The bytes of an item. Its URL is authorized by itself: the host is another one, and gets no token. */
export async function download(item: FullItem, vault: Vault): Promise<Uint8Array<ArrayBuffer>> {
  const { maxFileBytes: maxAnswerBytes } = settingsOf<typeof settings>(vault);
  const { fetch } = vault.http.with({ maxAnswerBytes, totalMs: 120_000 });
  const url = item['@microsoft.graph.downloadUrl'];
  const response = url === undefined ? undefined : await fetch(url);
  if (response) await throwIfUnavailable(response);
  // No file that is read is a page: it is of a server before SharePoint, and the file is still to come.
  if (response?.ok && response.headers.get('content-type')?.startsWith('text/html'))
    throw new VaultError('OUTSIDE_UNAVAILABLE', 'A page answered in place of the file.');
  if (response?.ok) return new Uint8Array(await response.arrayBuffer());
  throw new VaultError(
    'OUTSIDE_ANSWER_INVALID',
    `SharePoint does not give the file (${response?.status ?? 'no download'}).`,
  );
}

async function readFound<Schema extends z.ZodType>(response: Response, schema: Schema) {
  if (response.status !== 404) return readJson(response, schema);
  await response.body?.cancel();
  return undefined;
}

/** Calls Graph, at a path or at a link that it gave; a link to elsewhere would get the token. */
async function call(target: string, vault: Vault, totalMs?: number): Promise<Response> {
  const { graphUrl, loginUrl } = settingsOf<typeof settings>(vault);
  const {
    tenantId = '',
    clientId = '',
    clientSecret = '',
  } = await orgSettingsOf<typeof organizationSettings>(vault);
  const url = new URL(target, `${graphUrl}/v1.0/`);
  if (url.origin !== new URL(graphUrl).origin)
    throw new VaultError('OUTSIDE_ANSWER_INVALID', `${graphUrl} gave a link to ${url.origin}.`);
  const tokenUrl = `${loginUrl}/${tenantId}/oauth2/v2.0/token`;
  const http = totalMs === undefined ? vault.http : vault.http.with({ totalMs });
  const graph = http.withClientCredentials({
    tokenUrl,
    clientId,
    clientSecret,
    scope: `${graphUrl}/.default`,
  });
  return graph.fetch(url);
}
