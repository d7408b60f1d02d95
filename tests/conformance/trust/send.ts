import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { HttpRequest, Request } from './badInput.ts';

/** The answer; undefined if the connection was closed without one. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends a request unchanged; a path is resolved against the gateway's URL. */
export function send(request: Request, gatewayUrl: string): Promise<Reply> {
  return 'raw' in request ? sendRaw(request.raw, new URL(gatewayUrl)) : sendHttp(request, gatewayUrl);
}

async function sendHttp(request: HttpRequest, gatewayUrl: string): Promise<Reply> {
  const { method = 'GET', path = '/graphql', headers = {}, body } = request;
  const at = path.startsWith('http') ? new URL(path) : new URL(gatewayUrl);
  const target = path.startsWith('http') ? at.pathname : path;
  const { hostname, port } = at;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const sent = httpRequest({
    agent: false,
    hostname,
    port,
    method,
    path: target,
    headers: { ...length, ...headers },
  });
  const answered = Promise.withResolvers<IncomingMessage>();
  sent.on('response', answered.resolve);
  sent.on('error', () => {}); // a server that has answered may stop reading
  sent.on('close', () => answered.reject(new Error('The connection was closed without an answer.')));
  sent.end(body);
  const response = await answered.promise;
  const single = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  const text = (await buffer(response)).toString();
  return { status: response.statusCode ?? 0, headers: Object.fromEntries(single), text };
}

async function sendRaw(bytes: string | Buffer, { hostname, port }: URL): Promise<Reply> {
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.write(bytes);
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (isWhole(Buffer.concat(chunks).toString())) socket.destroy();
    });
    socket.once('close', () => resolve(parse(Buffer.concat(chunks).toString())));
  });
}

function isWhole(text: string): boolean {
  const { headers, text: body } = parse(text);
  const length = headers['content-length'];
  return length !== undefined && Buffer.byteLength(body) >= Number(length);
}

function parse(text: string): Reply {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const pairs = lines.map((line) => line.split(/: ?(.*)/s, 2) as [string, string]);
  const headers = Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
  return { status: Number(statusLine.split(' ')[1] ?? 0), headers, text: rest.join('\r\n\r\n') };
}
