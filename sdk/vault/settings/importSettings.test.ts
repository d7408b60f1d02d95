import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { importSettings } from './importSettings.ts';

// Within the repository, so that the plugins find their packages.
mkdirSync('.nimbus', { recursive: true });
const folder = mkdtempSync(join('.nimbus', 'import-'));
afterAll(() => rmSync(folder, { recursive: true }));

const mail = `import { definePlugin } from '@nimbusvault/sdk';
import { z } from 'zod';
const server = z.strictObject({ host: z.string(), password: z.string() });
export const Mail = definePlugin({
  name: 'Mail',
  settings: z.strictObject({ from: z.email(), servers: z.array(server).default([]), key: z.looseObject({}).optional() }),
});
`;
const entry = (name: string) => `  ${name}: { schema: { file: ./${name}/schema.graphql } }\n`;
for (const name of ['Mail', 'Broken']) mkdirSync(join(folder, name));
writeFileSync(join(folder, 'Mail/Mail.ts'), mail);
writeFileSync(join(folder, 'Broken/Broken.ts'), 'export const Broken = 1;');
mkdirSync(join(folder, 'Core'));
symlinkSync(resolve('core-subgraph/Core.ts'), join(folder, 'Core/Core.ts'));
writeFileSync(
  join(folder, 'supergraph.yaml'),
  `subgraphs:\n${['Core', 'Mail', 'Broken'].map(entry).join('')}`,
);

function take(old: unknown) {
  const file = join(folder, 'VaultSettings.json');
  writeFileSync(file, typeof old === 'string' ? old : JSON.stringify(old));
  return importSettings(file, join(folder, 'supergraph.yaml'));
}

const own = { issuer: 'https://id.acme.example', audience: 'vault', jwks: 'https://id.acme.example/keys' };

test('settings that fit are carried over whole, under our names', async () => {
  const Base = { active_plugins: ['Mail_Plugin'], identity: own };
  const { settings, notes } = await take({ Base, MailPlugin: { from: 'a@acme.example' } });
  expect(notes).toEqual([]);
  expect(settings).toEqual({
    Base: { active_plugins: ['Mail'], identity: own },
    Core: {},
    Mail: { from: 'a@acme.example' },
  });
});

test('what cannot be carried over is said, each with its place and without its value', async () => {
  const { settings, notes } = await take({
    Base: { active_plugins: ['Mail', 'MailPlugin', 'Gone_Plugin', 7, 'Broken'], DEBUG: true },
    Mail: {
      from: 'nobody',
      colour: 'red',
      servers: [{ host: 'smtp', password: 'hunter2', tls: 1 }],
      key: { 'a.token': 'hunter3' },
    },
    Mail_Plugin: {},
    Broken: { a: 1 },
    Gone_Plugin: { password: 'hunter4' },
    version: 3,
  });
  expect(settings).toEqual({
    Base: {
      active_plugins: ['Mail', 'Broken'],
      identity: expect.objectContaining({ audience: 'nimbusvault' }),
    },
    Core: {},
    Mail: { servers: [{ host: 'smtp', password: '${env.MAIL_SERVERS_0_PASSWORD}' }] },
    Broken: {},
  });
  const places = notes.map((note) => note.split(': ', 1)[0] ?? '');
  expect(places.toSorted()).toEqual(
    [
      'Base.active_plugins',
      'Base.active_plugins',
      'Base.active_plugins',
      'Base.identity',
      'Base.DEBUG',
      'Mail.from',
      'Mail.from',
      'Mail.colour',
      'Mail.servers.0.tls',
      'Mail.servers.0.password',
      'Mail.key.a.token',
      'Mail_Plugin',
      'Broken',
      'Gone_Plugin',
      'version',
    ].toSorted(),
  );
  expect(notes.join('\n')).toMatch(/set the environment variable MAIL_SERVERS_0_PASSWORD\./);
  expect(notes.join('\n') + JSON.stringify(settings)).not.toMatch(/hunter|nobody/);
});

test.each<[what: string, text: string, message: RegExp]>([
  ['nothing', '', /is not valid JSON/],
  ['half of it', '{"Base": {', /is not valid JSON/],
  ['a list', '[]', /has no section "Base"/],
  ['null', 'null', /has no section "Base"/],
  ['Base as a text', '{"Base": "x"}', /has no section "Base"/],
  ['a key twice', '{"Base": {}, "Base": {}}', /names "Base" twice/],
])('a file that is %s is refused', async (_, text, message) => {
  await expect(take(text)).rejects.toThrow(
    expect.objectContaining({ code: 'SETTINGS_INVALID', message: expect.stringMatching(message) }),
  );
});

test('a file without a list of plugins has none', async () => {
  const { settings, notes } = await take({ Base: { active_plugins: { Mail: true } } });
  expect(settings).toMatchObject({ Base: { active_plugins: [] } });
  expect(notes).toContain('Base.active_plugins: It is not a list; no plugin is active.');
});
