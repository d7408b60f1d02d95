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

/** The answers of a vendor, such as `'GET /items/:id': ({ params }) => ({ id: params.id })`: a Response, or a value that is answered as JSON. */
export type VendorRoutes = Readonly<Record<string, (request: VendorRequest) => unknown>>;

/** The events of a server, and the port where it listens; 0, the default, lets the system choose. */
interface RoutesOptions {
  readonly port?: number;
  readonly onRequest?: (request: VendorRequest) => void;
  readonly onAnswer?: (request: VendorRequest, status: number) => void;
  /** Called for a route that throws; its caller gets no answer. */
  readonly onError?: (error: unknown) => void;
}

/** A local server that stands for an outside system. */
export interface ServedRoutes extends AsyncDisposable {
  readonly url: string;
  readonly host: string;
}

/** Starts a local server with these routes. */
export async function serveRoutes(
  routes: VendorRoutes,
  { port = 0, ...events }: RoutesOptions = {},
): Promise<ServedRoutes> {
  const server = createServer((incoming, outgoing) => {
    void answer({ incoming, routes, events })
      .then((response) => send(response, outgoing))
      .catch((error: unknown) => {
        events.onError?.(error);
        outgoing.destroy();
      });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: `http://${host}`, host, [Symbol.asyncDispose]: () => stop(server) };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly routes: VendorRoutes;
  readonly events: RoutesOptions;
}

async function answer({ incoming, routes, events }: Exchange): Promise<Response> {
  const { method = '', url: path = '', headers } = incoming;
  const url = new URL(path, 'http://vendor.test');
  const found = findRoute(routes, method, url);
  const request: VendorRequest = {
    method,
    path,
    query: url.searchParams,
    params: found?.params ?? {},
    headers: new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)])),
    body: await text(incoming),
  };
  events.onRequest?.(request);
  const response = found
    ? asResponse(await found.route(request))
    : Response.json({ message: `There is no ${method} ${url.pathname}.` }, { status: 404 });
  events.onAnswer?.(request, response.status);
  return response;
}

function asResponse(answered: unknown): Response {
  return answered instanceof Response ? answered : Response.json(answered ?? null);
}

function findRoute(routes: VendorRoutes, method: string, { pathname }: URL) {
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
