import {
  serveRoutes,
  type ServedRoutes,
  type VendorRequest,
  type VendorRoutes,
} from '@nimbusvault/runtime/vendor';

/** A local server that stands for an outside system in a test; `openInMemory(Plugin, settings, { outside: [vendor.host] })` lets a plugin call it. */
export interface Vendor extends ServedRoutes {
  /** All requests so far, in order. */
  readonly requests: readonly VendorRequest[];
}

/** Starts a local server with `routes` such as `'GET /items/:id': ({ params }) => ({ id: params.id })`; it counts its requests. */
export async function startVendor(routes: VendorRoutes): Promise<Vendor> {
  const requests: VendorRequest[] = [];
  const served = await serveRoutes(routes, { onRequest: (request) => requests.push(request) });
  return { ...served, requests };
}
