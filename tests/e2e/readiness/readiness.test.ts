import { generateKeyPairSync } from 'node:crypto';
import { eventually } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { readinessOf, startAnotherGateway } from '../../support/anotherGateway.ts';
import { borrowVault } from '../../support/borrowedVault.ts';

/** Node's option for a clock that is ahead by so many seconds. */
function ahead(seconds: number): string {
  const now = `super.now() + ${seconds * 1_000}`;
  const moved = `constructor(...given) { given.length ? super(...given) : super(Moved.now()); } static now() { return ${now}; }`;
  const code = `globalThis.Date = class Moved extends Date { ${moved} };`;
  return `--import=data:text/javascript,${encodeURIComponent(code)}`;
}

const otherKey = JSON.stringify(generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }));
const clocks = /of this gateway and of Core differ by (89|9\d) s/;

test.each([
  {
    of: 'with another key',
    env: { NIMBUS_ASSERTION_PRIVATE_KEY: otherKey },
    expected: 'not ready',
    reason: /Core refuses .*_PUBLIC_KEY/,
  },
  {
    of: 'whose clock is 90 s ahead',
    env: { NODE_OPTIONS: ahead(90) },
    expected: 'not ready',
    reason: clocks,
  },
  {
    of: 'whose clock is late within the leeway',
    env: { NODE_OPTIONS: ahead(-90) },
    expected: 'degraded',
    reason: clocks,
  },
])('a gateway $of is $expected, and says why', async ({ env, expected, reason }) => {
  await using vault = await borrowVault();
  await using gateway = await startAnotherGateway(vault.stack, env);
  const response = await fetch(new URL('/health/ready', gateway.url));
  expect(response.status).toBe(expected === 'not ready' ? 503 : 200);
  const { status, reasons } = await gateway.readiness();
  expect(status).toBe(expected);
  expect(reasons.join(' ')).toMatch(reason);
});

test('a gateway is ready, degraded without a plugin, and not ready without core as well', async () => {
  await using vault = await borrowVault();
  const { stack } = vault;
  const becomes = (status: string, reasons: readonly string[]) =>
    eventually(async () => {
      const readiness = await readinessOf(stack.gatewayUrl);
      return readiness.status === status && readiness.reasons.join() === reasons.join();
    }, 30_000);
  await becomes('ready', []);
  await stack.stopProcess('Bookmarks');
  await becomes('degraded', ['Bookmarks does not answer.']);
  await stack.stopProcess('Core');
  await becomes('not ready', ['Bookmarks does not answer.', 'Core does not answer.']);
  expect((await fetch(new URL('/health/ready', stack.gatewayUrl))).status).toBe(503);
  await stack.startProcess('Core');
  await stack.startProcess('Bookmarks');
  await becomes('ready', []);
});
