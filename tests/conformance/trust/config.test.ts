import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startAnotherGateway } from '../../support/anotherGateway.ts';
import { runNimbus } from '../../support/runNimbus.ts';
import { sharedVault } from '../../support/sharedVault.ts';

const secret = 'no-one-may-read-this';
const identity = { issuer: 'a', audience: 'b', key: `{"kty":"oct","k":"${secret}"}` };

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nimbusvault-config-'));
  file = join(folder, 'vault-settings.json');
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['half a file', '{ "Base": {', /is not valid JSON/],
  ['a secret for a key', JSON.stringify({ Base: { active_plugins: [], identity } }), /not a public JWK/],
] as const)('the command of a gateway ends on %s with one sentence and its code', async (_, text, words) => {
  writeFileSync(file, text);
  const { keys, supergraphFile } = sharedVault();
  const env = {
    NIMBUS_SETTINGS: file,
    NIMBUS_SUPERGRAPH: supergraphFile,
    NIMBUS_ASSERTION_PRIVATE_KEY: keys.assertionPrivate,
    NIMBUS_IDENTITY_KEY: keys.identityPublic,
  };
  const { code, stderr } = await runNimbus(['gateway'], { cwd: process.cwd(), env });
  expect(code).toBe(1);
  expect(stderr).toMatch(words);
  expect(stderr).toMatch(/^[^\n]+ \[SETTINGS_INVALID\]\n$/);
  expect(stderr).not.toContain(secret);
});

test('a gateway whose port is taken ends, and does not stay without serving', async () => {
  const { keys, supergraphFile, settingsFile, natsUrl, gatewayUrl, subgraphs } = sharedVault();
  const urls = Object.values(subgraphs).map(({ variable, url }) => [variable, url]);
  const env = {
    ...Object.fromEntries(urls),
    PORT: new URL(gatewayUrl).port,
    NATS_URL: natsUrl,
    NIMBUS_SETTINGS: settingsFile,
    NIMBUS_SUPERGRAPH: supergraphFile,
    NIMBUS_GATEWAY_STATE: join(folder, 'taken'),
    NIMBUS_ASSERTION_PRIVATE_KEY: keys.assertionPrivate,
    NIMBUS_IDENTITY_KEY: keys.identityPublic,
  };
  const { code, stderr } = await runNimbus(['gateway'], { cwd: process.cwd(), env });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^The gateway cannot listen at [\d.]+:\d+\. Choose .+ \[SETTINGS_INVALID\]\n$/);
});

test('a gateway continues to serve while its settings are invalid', async () => {
  const good = readFileSync(sharedVault().settingsFile, 'utf8');
  writeFileSync(file, good);
  const env = { NIMBUS_SETTINGS: file, NIMBUS_GATEWAY_STATE: join(folder, 'state') };
  await using gateway = await startAnotherGateway({ stateDir: inject('stateDir') }, env);
  for (const text of ['', '{ "Base"', 'null', good.slice(0, -9), good]) {
    writeFileSync(file, text);
    expect((await gateway.readiness()).serving).toContain('Core');
  }
});
