import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/** A request as a vendor's server received it. */
export interface VendorRequest {
  readonly method: string;
  /** The path with its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The values of the `:names` in the route's path. */
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly headers: Headers;
  readonly body: string;
}

/** Returns a Response, or a value that is answered as JSON. */
type VendorRoute = (request: VendorRequest) => unknown;

/** A local server that stands for an outside system in a test. */
export interface Vendor extends AsyncDisposable {
  readonly url: string;
  /** The host that a test lets its plugin call: `openInMemory(Plugin, settings, { outside: [vendor.host] })`. */
  readonly host: string;
  /** All requests so far, in order. */
  readonly requests: readonly VendorRequest[];
}

/** Starts a local server with `routes` such as `'GET /items/:id': ({ params }) => ({ id: params.id })`; it counts its requests. */
export async function startVendor(routes: Readonly<Record<string, VendorRoute>>): Promise<Vendor> {
  const requests: VendorRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void answer({ incoming, routes, requests })
      .then((response) => send(response, outgoing))
      .catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}`, host, requests, [Symbol.asyncDispose]: () => stop(server) };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly routes: Readonly<Record<string, VendorRoute>>;
  readonly requests: VendorRequest[];
}

async function answer({ incoming, routes, requests }: Exchange): Promise<Response> {
  const { method = '', url: path = '', headers } = incoming;
  const url = new URL(path, 'http://vendor.test');
  const received = {
    method,
    path,
    query: url.searchParams,
    headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: await text(incoming),
  };
  const found = findRoute(routes, method, url);
  const request = { ...received, params: found?.params ?? {} };
  requests.push(request);
  if (!found) return Response.json({ message: `There is no ${method} ${url.pathname}.` }, { status: 404 });
  const answered = await found.route(request);
  return answered instanceof Response ? answered : Response.json(answered ?? null);
}

function findRoute(routes: Exchange['routes'], method: string, { pathname }: URL) {
  for (const [name, route] of Object.entries(routes)) {
    const [ofMethod, ofPath = ''] = name.split(' ');
    const match = ofMethod === method && new URLPattern({ pathname: ofPath }).exec({ pathname });
    if (match) return { route, params: match.pathname.groups };
  }
  return undefined;
}

async function send({ status, headers, body }: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(status, [...headers].flat());
  if (body) await pipeline(Readable.fromWeb(body as never), outgoing);
  else outgoing.end();
}

async function stop(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
}
