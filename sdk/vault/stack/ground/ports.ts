import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { VaultError } from '@nimbusvault/sdk/kernel';

const host = '127.0.0.1';
const waitForPredecessorMilliseconds = 5_000;
const tryEveryMilliseconds = 100;

/** The ports of the broker and the gateway of a stack; 0 until they listen. */
export interface Ports {
  nats: number;
  gateway: number;
}

/** Returns an unused port. A process that listens on it later must expect that it was taken meanwhile. */
export async function unusedPort(): Promise<number> {
  const server = await listen(0);
  const { port } = server.address() as AddressInfo;
  await close(server);
  return port;
}

/** The port in a URL that names one. */
export function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** False if another program listens on `port`. */
export async function isUnused(port: number): Promise<boolean> {
  return (await faultOf(port))?.code !== 'EADDRINUSE';
}

/** Waits a moment for `port` to be free, because a killed vault may still hold it. Throws STACK_FAILED. */
export async function claimPort(port: number): Promise<number> {
  const deadline = Date.now() + waitForPredecessorMilliseconds;
  for (;;) {
    const fault = await faultOf(port);
    if (!fault) return port;
    if (fault.code !== 'EADDRINUSE' || Date.now() > deadline) throw unusable(port, fault);
    await sleep(tryEveryMilliseconds);
  }
}

async function faultOf(port: number): Promise<NodeJS.ErrnoException | undefined> {
  try {
    await close(await listen(port));
    return undefined;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

function unusable(port: number, cause: NodeJS.ErrnoException): VaultError {
  const reason = cause.code === 'EADDRINUSE' ? 'it is in use' : cause.message;
  const advice = 'Choose another with NIMBUS_PORT, or free it.';
  return new VaultError('STACK_FAILED', `Port ${port} cannot be used: ${reason}. ${advice}`, { cause });
}

async function listen(port: number): Promise<Server> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return server;
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
