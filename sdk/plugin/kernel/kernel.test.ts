import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  cacheKey,
  hasRole,
  isOrgSlug,
  orgOfSubject,
  readActivePlugins,
  readAddresses,
  readBaseSettings,
  readOutside,
  readPluginSettings,
  readSettingsText,
  subjects,
} from './index.ts';

const good = {
  Base: { active_plugins: ['Bookmarks'], identity: { issuer: 'i', audience: 'a', key: '${env.KEY}' } },
  Bookmarks: { limit: 3 },
};

function settingsFile(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'vault-settings.json');
  writeFileSync(file, text);
  return file;
}

const pluginNames = () => ['Teams', 'Mail', 'MailPlugin', 'Core'];

const amongPlugins = (content: object) => ({ file: settingsFile(JSON.stringify(content)), pluginNames });

describe('an org slug', () => {
  test.each(['a', 'acme', 'a-1', '0', 'x'.repeat(63)])('may be %s', (slug) =>
    expect(isOrgSlug(slug)).toBe(true),
  );
  test.each(['', 'ACME', 'a.b', '*', '>', '../x', '-a', 'a b', 'x'.repeat(64), null, 7])(
    'cannot be %s',
    (slug) => expect(isOrgSlug(slug)).toBe(false),
  );
});

test('a subject has its org as the second token, and a forged org is refused', () => {
  expect(subjects.hook('acme', 'Core', 'entity.archived')).toBe('vault.acme.hook.Core.entity.archived');
  expect(orgOfSubject('vault.acme.hook.Core.entity.archived')).toBe('acme');
  expect(() => subjects.hook('acme.>', 'Core', 'x')).toThrow(/org slug/);
  expect(() => orgOfSubject('other.acme.hook.x')).toThrow(/no org slug/);
});

test('a cache key cannot be shared between orgs, whatever its parts contain', () => {
  expect(cacheKey('acme', 'Bookmarks', 'a:b', 'c')).toBe('acme:Bookmarks:a%3Ab:c');
  expect(cacheKey('acme', 'Bookmarks', 'a', 'b:c')).not.toBe(cacheKey('acme', 'Bookmarks', 'a:b', 'c'));
  expect(() => cacheKey('a:b', 'Bookmarks')).toThrow(/org slug/);
});

test('an admin can do everything that a member can, but not the other way round', () => {
  const tenant = { org: 'acme', userId: null };
  expect(hasRole({ ...tenant, roles: ['admin'] }, 'member')).toBe(true);
  expect(hasRole({ ...tenant, roles: ['member'] }, 'admin')).toBe(false);
  expect(hasRole({ ...tenant, roles: [] }, 'member')).toBe(false);
});

describe('vault-settings.json', () => {
  test('resolves references and gives every limit a default', () => {
    const file = settingsFile(JSON.stringify(good));
    const base = readBaseSettings(file, { KEY: 'the key' });
    expect(base.identity.key).toBe('the key');
    expect(base.limits.subgraph.connectTimeout).toBe(2_000);
    expect(readPluginSettings(file, 'Bookmarks', z.object({ limit: z.int() }))).toEqual({ limit: 3 });
  });

  test('gets the address of a stand-in from a supervisor on this machine alone', () => {
    const file = settingsFile(
      JSON.stringify({ Base: good.Base, Api: { url: '${env.API}', more: ['stand-in', 'x'] } }),
    );
    const schema = z.object({ url: z.url(), more: z.array(z.string()) });
    vi.stubEnv('API', 'stand-in');
    const read = () => readPluginSettings(file, 'Api', schema);
    expect(read).toThrow(
      expect.objectContaining({
        code: 'STAND_IN_REFUSED',
        message: expect.stringMatching(/^Api\.url is "stand-in".*Write the value for the real system/),
      }),
    );
    vi.stubEnv('NIMBUS_STAND_IN_API', 'http://10.0.0.1:80');
    expect(read).toThrow(/Api\.url is "stand-in"/);
    vi.stubEnv('NIMBUS_STAND_IN_API', 'http://127.0.0.1:4444');
    expect(read()).toEqual({ url: 'http://127.0.0.1:4444', more: ['http://127.0.0.1:4444', 'x'] });
    expect(readOutside(file, 'Api')).toEqual(['127.0.0.1:4444']);
    expect(readOutside(file, 'Other')).toEqual([]);
    vi.unstubAllEnvs();
  });

  describe('names plugins by their own names, or with a suffix', () => {
    const { identity } = good.Base;

    test('a name without a plugin is tried without it', () => {
      const Base = {
        active_plugins: ['TeamsPlugin', 'MailPlugin', 'Nobody_Plugin'],
        identity,
        outside: { Teams_Plugin: ['[::1]'] },
        addresses: { TeamsPlugin: ['http://a/b'] },
      };
      const source = amongPlugins({
        Base,
        Teams_Plugin: { a: 1 },
        Mail_Plugin: { b: 1 },
        MailPlugin: { c: 1 },
      });
      expect(readActivePlugins(source)).toEqual(['Teams', 'MailPlugin', 'Nobody_Plugin']);
      expect(readOutside(source, 'Teams')).toEqual(['[::1]']);
      expect(readAddresses(source)).toEqual({ Teams: ['http://a/b'] });
      const any = z.looseObject({});
      const sections = ['Teams', 'Mail', 'MailPlugin'].map((name) => readPluginSettings(source, name, any));
      expect(sections).toEqual([{ a: 1 }, { b: 1 }, { c: 1 }]);
      expect(readBaseSettings(source, { KEY: 'k' }).active_plugins).toContain('Teams');
    });

    test.each([
      [
        'the list',
        { Base: { active_plugins: ['Teams', 'Teams_Plugin'], identity } },
        'Base.active_plugins.1: names a plugin twice: "Teams" and "Teams_Plugin" are one',
      ],
      [
        'the sections',
        { Base: { active_plugins: [], identity }, TeamsPlugin: {}, Teams: {} },
        'Teams: names a plugin twice: "TeamsPlugin" and "Teams" are one',
      ],
      [
        'a part of Base',
        { Base: { active_plugins: [], identity, outside: { Teams: [], TeamsPlugin: [] } } },
        'Base.outside.TeamsPlugin: names a plugin twice',
      ],
    ])('two spellings in %s are refused by every reader', (_, content, message) => {
      for (const look of [readActivePlugins, readAddresses, readSettingsText])
        expect(() => look(amongPlugins(content))).toThrow(message);
    });
  });

  const base = good.Base;
  test.each([
    ['no file', undefined, /cannot be read/],
    ['an empty file', '', /not valid JSON/],
    ['half a file', '{"Base": {', /not valid JSON/],
    ['no Base', '{}', /Base/],
    ['an unknown key', { Base: { ...base, active_plugin: [] } }, /Base.*active_plugin/],
    [
      'a plugin twice',
      { Base: { ...base, active_plugins: ['A', 'A'] } },
      /Base\.active_plugins: names a plugin twice/,
    ],
    ['a plugin in lower case', { Base: { ...base, active_plugins: ['a'] } }, /Base\.active_plugins\.0/],
    ['a wrong limit', { Base: { ...base, limits: { bodyBytes: -1 } } }, /Base\.limits\.bodyBytes/],
    ['no key and no jwks', { Base: { ...base, identity: { issuer: 'i', audience: 'a' } } }, /Base\.identity/],
    ['a folder for a file', tmpdir(), /cannot be read\. It is not a file/],
    ['a device without an end', '/dev/zero', /cannot be read\. It is not a file/],
    ['10 MB', `{"Base":{}}${' '.repeat(10_000_000)}`, /cannot be read\. It has more than 1000000 bytes/],
    ['a secret where JSON ends', '{"password": hunter2}', /not valid JSON(?!.*unter2)/],
    ['a section twice', '{"Base":{},"A":{"b":[{"c":1,"c":2}]}}', /names "c" twice in one object/],
    [
      'a missing file behind a reference',
      { Base: { ...base, identity: { issuer: 'i', audience: 'a', key: '${file./nowhere/key}' } } },
      /^\/nowhere\/key cannot be read\. Base\.identity\.key refers to it\.$/,
    ],
    [
      'a folder for a reference',
      { Base: { ...base, identity: { issuer: 'i', audience: 'a', key: `\${file.${tmpdir()}}` } } },
      /cannot be read\. It is not a file\. Base\.identity\.key refers to it\.$/,
    ],
    [
      'an unset reference',
      { Base: { ...base, identity: { issuer: 'i', audience: 'a', key: '${env.NONE}' } } },
      /Base\.identity\.key.*NONE/,
    ],
  ])('with %s is refused with the path of the fault', (_, content, message) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    const file =
      content === undefined
        ? '/nowhere/vault-settings.json'
        : text?.startsWith('/')
          ? text
          : settingsFile(text);
    expect(() => readBaseSettings(file, { KEY: 'k' })).toThrow(message);
  });

  test('a byte order mark, and the same key in two objects, are valid', () => {
    const text = JSON.stringify({
      ...good,
      Other: { limit: 3, list: [{ limit: 1 }, { limit: 2 }, 'limit:'] },
    });
    const file = settingsFile(`\uFEFF${text}`);
    expect(readBaseSettings(file, { KEY: 'k' }).identity.key).toBe('k');
  });

  test('whitespace at the ends of a referenced file is removed', () => {
    const file = settingsFile('\uFEFF  the key \r\n\n');
    const Base = { ...good.Base, identity: { ...good.Base.identity, key: `\${file.${file}}` } };
    expect(readBaseSettings(settingsFile(JSON.stringify({ Base })), {}).identity.key).toBe('the key');
  });

  test('a plugin setting of the wrong type is refused with its exact path', () => {
    const file = settingsFile(JSON.stringify(good));
    const schema = z.object({ limit: z.string() });
    expect(() => readPluginSettings(file, 'Bookmarks', schema)).toThrow(
      /vault-settings\.json: Bookmarks\.limit/,
    );
  });
});
