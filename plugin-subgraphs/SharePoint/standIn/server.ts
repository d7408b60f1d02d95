import type { VendorRequest, VendorRoutes } from '@nimbusvault/testing';
import { makeSampleSite, type StandInItem, type StandInSite } from './site.ts';

const token = 'token-of-graph';
const site = {
  id: 'contoso.sharepoint.com,2c712604-1370-44e7-a1f5-426573fda80a,2d2244c3-251a-49ea-93a8-39e1c3a060fe',
  name: 'Rockets',
  displayName: 'Rockets',
  webUrl: 'https://contoso.sharepoint.com/sites/Rockets',
};
const drive = { id: 'b!standin', name: 'Documents', driveType: 'documentLibrary' };
const emptyDrive = { ...drive, id: 'b!empty', name: 'Style Library' };

/** Microsoft's login and Graph v1.0 on this machine, as far as the plugin uses them. Any client is accepted whose secret is not "wrong". */
export function makeRoutes(state: StandInSite = makeSampleSite()): VendorRoutes {
  const graph = (answer: (request: VendorRequest) => unknown) => (request: VendorRequest) =>
    refusal(request, state) ?? answer(request);
  return {
    'POST /:tenant/oauth2/v2.0/token': ({ headers }) => giveToken(headers),
    'GET /v1.0/sites/:site': graph(({ params }) =>
      decodeURIComponent(params['site'] ?? '') === 'contoso.sharepoint.com:' ? site : notFound(),
    ),
    'GET /v1.0/sites/:host/sites/:name': graph(({ params }) =>
      params['host'] === 'contoso.sharepoint.com:' && params['name'] === site.name ? site : notFound(),
    ),
    'GET /v1.0/sites/:site/drives': graph(({ path, query, headers }) =>
      query.has('$skiptoken')
        ? { value: [drive] }
        : { value: [emptyDrive], '@odata.nextLink': `${originOf(headers)}${path}?$skiptoken=1` },
    ),
    'GET /v1.0/drives/:drive/:root/delta': graph((request) => answerDelta(request, state)),
    'GET /v1.0/drives/:drive/items/:item': graph(({ params, headers }) => {
      const item = state.items.get(params['item'] ?? '');
      return item && !item.isDeleted ? viewOf(item, headers) : notFound();
    }),
    'GET /download/:item': ({ params, headers, path }) => {
      const bytes = state.items.get(params['item'] ?? '')?.bytes;
      if (headers.has('authorization')) return new Response(null, { status: 401 });
      return garbageAt(path, state) ?? (bytes ? new Response(bytes) : notFound());
    },
  };
}

function giveToken(headers: Headers): unknown {
  const [, credentials = ''] = (headers.get('authorization') ?? '').split(' ');
  if (Buffer.from(credentials, 'base64').toString().endsWith(':wrong'))
    return Response.json({ error: 'invalid_client', error_description: 'AADSTS7000215' }, { status: 401 });
  return { token_type: 'Bearer', expires_in: 3_599, access_token: token };
}

function refusal({ headers, path }: VendorRequest, state: StandInSite): Response | undefined {
  if (headers.get('authorization') !== `Bearer ${token}`)
    return Response.json({ error: { code: 'InvalidAuthenticationToken' } }, { status: 401 });
  const { times, status, seconds } = state.busy;
  if (times > 0) {
    state.busy.times -= 1;
    return Response.json(
      { error: { code: 'activityLimitReached' } },
      { status, headers: { 'retry-after': String(seconds) } },
    );
  }
  return garbageAt(path, state);
}

function garbageAt(path: string, { garbage }: StandInSite): Response | undefined {
  if (!garbage?.test(path)) return undefined;
  return new Response('<html>Sorry, something went wrong</html>', {
    headers: { 'content-type': 'text/html' },
  });
}

function notFound(): Response {
  return Response.json({ error: { code: 'itemNotFound' } }, { status: 404 });
}

/** A token is the number of the last change that is known, and how many items of the list behind it. */
function answerDelta({ query, headers, params }: VendorRequest, state: StandInSite): unknown {
  const url = `${state.linksTo ?? originOf(headers)}/v1.0/drives/${params['drive']}/${params['root']}/delta`;
  const [since = 0, skip = 0] = (query.get('token') ?? '').split('.').map(Number);
  if (since > 0 && state.hasForgotten) {
    state.hasForgotten = false;
    const error = {
      error: { code: 'resyncRequired', innerError: { code: 'resyncChangesApplyDifferences' } },
    };
    return Response.json(error, { status: 410, headers: { location: `${url}?token=0.0` } });
  }
  const items = params['drive'] === drive.id ? [...state.items.values()] : [];
  const changed = items
    .filter(({ change, isDeleted }) => change > since && !(since === 0 && isDeleted))
    .toSorted((one, other) => one.change - other.change);
  const value = changed.slice(skip, skip + state.pageSize).map(inDelta);
  const until = skip + state.pageSize;
  if (until < changed.length) return { value, '@odata.nextLink': `${url}?token=${since}.${until}` };
  const last = Math.max(since, ...items.map(({ change }) => change));
  return { value, '@odata.deltaLink': `${url}?token=${last}.0` };
}

/** As Graph has it: without cTag, path and download URL. */
function inDelta(item: StandInItem): object {
  const { id, name, change, bytes } = item;
  if (item.isDeleted) return { id, deleted: { state: 'deleted' }, file: {} };
  return {
    id,
    name,
    eTag: `"${id},${change}"`,
    size: bytes?.length ?? 0,
    file: {},
    parentReference: { driveId: drive.id },
  };
}

function viewOf(item: StandInItem, headers: Headers): object {
  const { id, name, folder, content } = item;
  const place = encodeURI(folder === '' ? '' : `/${folder}`);
  return {
    ...inDelta(item),
    cTag: `"c:{${id}},${content}"`,
    webUrl: `${site.webUrl}/Shared%20Documents${place}/${encodeURIComponent(name)}`,
    parentReference: { driveId: drive.id, path: `/drives/${drive.id}/root:${place}` },
    '@microsoft.graph.downloadUrl': `${originOf(headers)}/download/${id}?tempauth=once`,
  };
}

function originOf(headers: Headers): string {
  return `http://${headers.get('host')}`;
}
