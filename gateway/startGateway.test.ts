import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startGateway } from './index.ts';

const secret = 'no-one-may-read-this';
const identity = { issuer: 'a', audience: 'b', key: '${env.NIMBUS_IDENTITY_KEY}' };
const base = { active_plugins: ['Bookmarks'], identity };
const asBase = (change: object) => JSON.stringify({ Base: { ...base, ...change } });

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const folder = mkdtempSync(join(tmpdir(), 'nimbusvault-config-'));
const settingsFile = join(folder, 'vault-settings.json');
const options = {
  settingsFile,
  supergraphFile: 'supergraph.yaml',
  host: '127.0.0.1',
  port: 0,
  assertionKey: JSON.stringify(privateKey.export({ format: 'jwk' })),
  env: { NIMBUS_IDENTITY_KEY: JSON.stringify(publicKey.export({ format: 'jwk' })) },
};
afterAll(() => rmSync(folder, { recursive: true }));

type Row = readonly [name: string, text: string | undefined, words: RegExp];

const rows: readonly Row[] = [
  ['no file', undefined, /cannot be read/],
  ['nothing', '', /is not valid JSON/],
  ['a text that is not JSON', 'hello', /is not valid JSON/],
  ['half of it', '{ "Base": {', /is not valid JSON/],
  ['a comment', '{} // all', /is not valid JSON/],
  ['null', 'null', /expected object/],
  ['a list', '[]', /expected object/],
  ['an empty object', '{}', /Base: /],
  ['Base as text', '{"Base":"all"}', /Base: /],
  ['Base in lower case', `{"base":${JSON.stringify(base)}}`, /Base: /],
  ['no plugins', JSON.stringify({ Base: { identity } }), /Base\.active_plugins: /],
  ['plugins as text', asBase({ active_plugins: 'Bookmarks' }), /Base\.active_plugins: /],
  ['a plugin twice', asBase({ active_plugins: ['Bookmarks', 'Bookmarks'] }), /names a plugin twice/],
  ['a plugin in the wrong case', asBase({ active_plugins: ['bookmarks'] }), /must be a plugin name/],
  ['a plugin that is a path', asBase({ active_plugins: ['../Evil'] }), /must be a plugin name/],
  ['an unknown key', asBase({ active_plugin: [] }), /"active_plugin"/],
  ['no identity', JSON.stringify({ Base: { active_plugins: [] } }), /Base\.identity: /],
  ['a key and a key set', asBase({ identity: { ...identity, jwks: 'https://a.example/' } }), /either "key"/],
  ['no key', asBase({ identity: { ...identity, key: undefined } }), /either "key"/],
  ['an invalid key', asBase({ identity: { ...identity, key: secret } }), /not a public JWK/],
  [
    'a secret for a key',
    asBase({ identity: { ...identity, key: `{"kty":"oct","k":"${secret}"}` } }),
    /not a public JWK/,
  ],
  [
    'a reference to nothing',
    asBase({ identity: { ...identity, key: '${env.NOT_SET}' } }),
    /NOT_SET, which is not set/,
  ],
  ['a missing file', asBase({ identity: { ...identity, key: '${file./nowhere/at/all}' } }), /cannot be read/],
  ['a limit of zero', asBase({ limits: { depth: 0 } }), /Base\.limits\.depth: /],
  ['a negative limit', asBase({ limits: { bodyBytes: -1 } }), /Base\.limits\.bodyBytes: /],
  ['a limit as text', asBase({ limits: { tokens: '10' } }), /Base\.limits\.tokens: /],
  ['an unknown limit', asBase({ limits: { width: 7 } }), /"width"/],
  ['a share above one', asBase({ limits: { subgraph: { breaker: { failureShare: 2 } } } }), /failureShare: /],
  ['origins as text', asBase({ cors: { origins: '*' } }), /Base\.cors\.origins: /],
];

test.each(rows)(
  'a gateway does not start on %s, and reports the location of the fault',
  async (_, text, words) => {
    rmSync(settingsFile, { force: true });
    if (text !== undefined) writeFileSync(settingsFile, text);
    const refusal: unknown = await startGateway(options).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'SETTINGS_INVALID', message: expect.stringMatching(words) });
    expect(refusal).toMatchObject({ message: expect.not.stringContaining(secret) });
  },
);
