import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { connectBroker } from './broker.ts';

/** A server that says that it is NATS of that version, and lets everybody in. */
async function serveAs(version: string) {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (data) => void (String(data).includes('PING') && socket.write('PONG\r\n')));
    socket.write(`INFO {"server_id":"x","version":"${version}","headers":true,"max_payload":1000}\r\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `nats://127.0.0.1:${port}`, [Symbol.dispose]: () => void server.close() };
}

test('a broker that knows no time to live of a key is refused, with the version that does', async () => {
  using old = await serveAs('2.10.29');
  await expect(connectBroker(old.url, 'test')).rejects.toMatchObject({
    code: 'BROKER_TOO_OLD',
    message: expect.stringContaining('version 2.10.29. Run at least 2.11'),
  });
});

test.each(['2.11.0', '2.15.1-beta.1', '3.0.0'])('a broker %s is taken', async (version) => {
  using server = await serveAs(version);
  const connection = await connectBroker(server.url, 'test');
  expect(connection.info?.version).toBe(version);
  await connection.close();
});
