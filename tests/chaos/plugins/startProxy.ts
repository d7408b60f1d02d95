import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '@nimbusvault/testing';
import { between } from '../../support/faults/strike.ts';

/** The ways in which a vendor answers. */
export type Mood = 'well' | 'slow' | 'throttling' | 'garbage' | 'down';

const longestDelayMs = 12_000;
const page = '<!doctype html><html><body>We are working on it.</body></html>';

/** A request that the vendor has accepted, and the time of its answer. */
interface Accepted {
  readonly path: string;
  readonly body: string;
  readonly at: number;
}

/** Stands between the vault and a vendor, and passes on what it receives, unless its mood is another. */
export interface Proxy extends AsyncDisposable {
  readonly url: string;
  readonly host: string;
  mood: Mood;
  /** The POST requests that the vendor has accepted. */
  readonly accepted: readonly Accepted[];
}

/** A request, and the ways to answer it. */
interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly body: Buffer;
}

/** Starts a proxy for the vendor whose origin `originOf` returns; the headers, and thus the host, stay as they are. */
export async function startProxy(originOf: () => string | undefined, random: Random): Promise<Proxy> {
  const accepted: Accepted[] = [];
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const body = Buffer.concat(await incoming.toArray());
    const { mood } = proxy;
    if (mood === 'down') return outgoing.destroy();
    if (mood === 'throttling')
      return outgoing.writeHead(429, { 'retry-after': String(between(random, 1, 4)) }).end();
    if (mood === 'garbage') return answerGarbage(outgoing, random);
    if (mood === 'slow') await pause(between(random, 2_000, longestDelayMs));
    if (outgoing.destroyed) return undefined;
    const status = await passOn({ incoming, outgoing, body }, originOf() ?? '');
    if (incoming.method === 'POST' && status < 300)
      accepted.push({ path: incoming.url ?? '', body: body.toString(), at: Date.now() });
    return undefined;
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const proxy: Proxy = {
    url: `http://${host}`,
    host,
    mood: 'well',
    accepted,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}

/** A page in place of an answer, or the half of one. */
function answerGarbage(outgoing: ServerResponse, random: Random): void {
  outgoing.writeHead(200, { 'content-type': 'text/html', 'content-length': page.length });
  if (random() < 0.5) outgoing.end(page);
  else outgoing.write(page.slice(0, 30), () => outgoing.destroy());
}

/** Returns the status of the answer that was passed back. */
function passOn({ incoming, outgoing, body }: Exchange, origin: string): Promise<number> {
  const { method = 'GET', headers, url = '/' } = incoming;
  return new Promise((resolve, reject) => {
    const call = request(new URL(url, origin), { method, headers, agent: false }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      outgoing.on('finish', () => resolve(answer.statusCode ?? 502));
      answer.on('error', reject);
    });
    call.on('error', reject);
    outgoing.on('close', () => call.destroy());
    call.end(body);
  });
}
