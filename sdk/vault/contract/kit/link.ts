import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The connections of the process to the broker, which the kit can cut. */
export interface Link {
  /** The broker's URL by way of the link. */
  readonly url: string;
  /** Ends every connection, and accepts none until it is mended. */
  cut(): void;
  mend(): Promise<void>;
}

/** Listens at a port of its own, and passes everything on to the broker and back. */
export async function openLink(natsUrl: string): Promise<Link & AsyncDisposable> {
  const { hostname, port } = new URL(natsUrl);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket
        .on('error', () => {})
        .on('close', () => {
          open.delete(socket);
          other.destroy();
        });
      socket.pipe(other);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const own = new URL(natsUrl);
  const { port: ownPort } = server.address() as AddressInfo;
  own.host = `127.0.0.1:${ownPort}`;
  const cut = () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  return {
    url: own.href,
    cut,
    async mend() {
      server.listen(ownPort, '127.0.0.1');
      await once(server, 'listening');
    },
    async [Symbol.asyncDispose]() {
      cut();
    },
  };
}
