import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readAllowed } from './allowedAddresses.ts';

const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-addresses-'));
const told = join(folder, 'told');
const endedPid = 4_194_305; // above the highest of Linux
mkdirSync(told);
afterAll(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
write(`told/${process.pid}.json`, JSON.stringify({ Tags: ['http://127.0.0.1:4111/graphql'] }));
write(`told/${endedPid}.json`, JSON.stringify({ Tags: ['http://127.0.0.1:4112/graphql'] }));
write('told/notes.txt', 'hello');
write(
  'supergraph.yaml',
  'subgraphs:\n  Tags:\n    routing_url: ${env.TAGS_URL}\n    schema:\n      file: x\n',
);
write(
  'vault-settings.json',
  JSON.stringify({
    Base: { addresses: { Notes: ['http://10.1.*.*:*/graphql', 'https://*.notes.test/api'] } },
  }),
);

function allows(env: NodeJS.ProcessEnv, addressesFolder?: string) {
  const [settingsFile, supergraphFile] = [
    join(folder, 'vault-settings.json'),
    join(folder, 'supergraph.yaml'),
  ];
  return readAllowed({ settingsFile, supergraphFile, env, addressesFolder });
}

const routed = { TAGS_URL: 'http://tags.test:4000/graphql' };

test.each([
  ['the routing_url', 'http://tags.test:4000/graphql', true],
  ['another port of its host', 'http://tags.test:4001/graphql', true],
  ['another host', 'http://core.test:4000/graphql', false],
  ['another path', 'http://tags.test:4000/latest/meta-data/iam', false],
  ['a query', 'http://tags.test:4000/graphql?a=b', false],
  ['a fragment', 'http://tags.test:4000/graphql#a', false],
  ['another scheme', 'https://tags.test:4000/graphql', false],
  ['the host as a user', 'http://tags.test:4000@evil.test/graphql', false],
  ['a user', 'http://root@tags.test:4000/graphql', false],
  ['no URL', 'tags.test', false],
])('%s: %s is allowed: %s', (_, url, expected) => {
  expect(allows(routed)('Tags', url)).toBe(expected);
  expect(allows(routed)('Others', url)).toBe(false);
  expect(allows({})('Tags', url)).toBe(false);
});

test.each([
  ['http://10.1.2.3:4000/graphql', true],
  ['http://10.1.2.3/graphql', false],
  ['http://10.1.2.3:4000/graphql/more', false],
  ['http://10.1.evil.test/x:4000/graphql', false],
  ['http://10.1.a@evil.test:4000/graphql', false],
  ['http://10.2.2.3:4000/graphql', false],
  ['https://a.notes.test/api', true],
  ['https://notes.test/api', false],
])('by the patterns of the settings: %s is allowed: %s', (url, expected) => {
  expect(allows(routed)('Notes', url)).toBe(expected);
  expect(allows(routed)('Tags', url)).toBe(false);
});

test.each([
  ['an address that a process has reported', 'http://127.0.0.1:4111/graphql', true],
  ['one that was reported to a supervisor that has ended', 'http://127.0.0.1:4112/graphql', false],
  ['another port', 'http://127.0.0.1:4113/graphql', false],
  ['another port of the routing_url', 'http://tags.test:4001/graphql', false],
])('where there are supervisors, %s: %s is allowed: %s', (_, url, expected) => {
  expect(allows(routed, told)('Tags', url)).toBe(expected);
  expect(allows(routed, join(folder, 'missing'))('Tags', url)).toBe(false);
});
