import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const nimbus = fileURLToPath(new URL('../bin/nimbus.mjs', import.meta.url));
const publicKey = JSON.stringify(generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }));

/** The output of `nimbus serve Core` if neither PostgreSQL nor NATS is available, and its end within 15 s. */
async function serve(env: Record<string, string>): Promise<unknown> {
  const nowhere = { DATABASE_URL: 'postgres://vault@127.0.0.1:1/vault', NATS_URL: 'nats://127.0.0.1:1' };
  const options = { cwd: root, env: { ...process.env, ...nowhere, ...env }, timeout: 60_000 };
  return run(process.execPath, [nimbus, 'serve', 'Core'], options).catch((error: unknown) => error);
}

test('an invalid key ends the process, with a sentence', async () => {
  expect(await serve({ NIMBUS_ASSERTION_PUBLIC_KEY: 'nonsense' })).toMatchObject({
    code: 1,
    stderr: 'The key for assertions is not an Ed25519 JWK. [SETTINGS_INVALID]\n',
  });
});

test('a port that is taken ends the process, with a sentence', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  expect(await serve({ NIMBUS_ASSERTION_PUBLIC_KEY: publicKey, PORT: String(port) })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`Nothing can listen at 127.0.0.1:${port}.`),
  });
  taken.close();
});
