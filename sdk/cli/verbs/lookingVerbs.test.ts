import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import {
  createVerify,
  importAssertionKey,
  importAssertionKeys,
  signAssertion,
} from '@nimbusvault/runtime/assertion';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const nimbus = fileURLToPath(new URL('../bin/nimbus.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'nimbus-looking-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a verb in the repository, where no vault runs. */
function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const options = {
    cwd: root,
    env: { ...process.env, NIMBUS_STATE: join(folder, 'state'), NATS_URL: '', ...env },
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [nimbus, ...args], options, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

function settings(name: string, content: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}

const identity = { issuer: 'i', audience: 'a', key: '${env.NIMBUS_IDENTITY_KEY}' };

test('config check reports every fault with its path, and the valid sections', async () => {
  const good = settings('good.json', { Base: { active_plugins: ['Bookmarks'], identity }, Bookmarks: {} });
  const well = await run(['config', 'check'], { NIMBUS_SETTINGS: good, NIMBUS_IDENTITY_KEY: '{}' });
  expect(well).toMatchObject({ code: 0, stdout: '' });
  const NIMBUS_SETTINGS = settings('faulty.json', {
    Base: { active_plugins: ['Bookmarks'], identity: { ...identity, password: 'hunter2' } },
    Core: { documentQuota: 'many' },
  });
  const faulty = await run(['config', 'check'], { NIMBUS_SETTINGS, NIMBUS_IDENTITY_KEY: '{}' });
  expect(faulty.code).toBe(1);
  for (const part of ['Base.identity', 'Base.identity.password contains a secret', 'Core.documentQuota'])
    expect(faulty.stdout).toContain(part);
});

test('config print hides literal secrets, and shows references', async () => {
  const NIMBUS_SETTINGS = settings('secrets.json', {
    Base: { active_plugins: [], identity },
    Mail: { password: 'hunter2', apiKey: '${env.MAIL_KEY}', hosts: [{ token: 'hunter3' }] },
  });
  const { stdout } = await run(['config', 'print'], { NIMBUS_SETTINGS });
  expect(stdout).not.toMatch(/hunter/);
  expect(JSON.parse(stdout)).toMatchObject({
    Base: { identity },
    Mail: { password: '•••', apiKey: '${env.MAIL_KEY}', hosts: [{ token: '•••' }] },
  });
});

test('config schema has a section for the platform and for each plugin', async () => {
  const { stdout } = await run(['config', 'schema']);
  const { properties } = JSON.parse(stdout) as { properties: Record<string, { properties: object }> };
  expect(Object.keys(properties).slice(0, 3)).toEqual(['Base', 'Core', 'Bookmarks']);
  expect(properties['Base']?.properties).toHaveProperty('limits');
});

test('doctor checks everything that a vault needs, and reports faults', async () => {
  const well = await run(['doctor', '--json'], { NIMBUS_PORT: '0' });
  const found = JSON.parse(well.stdout) as { what: string; fault?: string }[];
  expect(found.filter(({ fault }) => fault)).toEqual([]);
  expect(found.map(({ what }) => what)).toContain('nats-server');
  const ill = await run(['doctor'], {
    NIMBUS_PORT: '0',
    NATS_SERVER_BIN: '/nowhere',
    NIMBUS_SETTINGS: '/nowhere.json',
  });
  expect(ill.code).toBe(1);
  expect(ill.stdout).toMatch(/^FAILED {2}nats-server: NATS_SERVER_BIN is \/nowhere/m);
  expect(ill.stdout).toMatch(/^FAILED {2}vault-settings\.json: \/nowhere\.json cannot be read/m);
});

test('check finds no fault in core and the plugins here', async () => {
  const { code, stdout } = await run(['check']);
  expect([code, stdout.match(/^FAILED/gm)]).toEqual([0, null]);
  expect(stdout).toContain('PASSED  Bookmarks: Composition');
});

test('check compares with a file, and with a commit', async () => {
  const file = join(folder, 'supergraph.graphql');
  await run(['compose', '--out', file], { CORE_URL: 'http://c.test/', BOOKMARKS_URL: 'http://b.test/' });
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace(/(type Query\n[^{]*\{)/, '$1\n  gone: String @join__field(graph: CORE)'));
  const compared = await run(['check', '--plugin', 'Bookmarks', '--against', file]);
  expect(compared.code).toBe(0);
  expect(compared.stdout).toContain(
    "warning: Field 'gone' was removed from object type 'Query' [SCHEMA_BREAKS]",
  );
  expect(await run(['check', '--plugin', 'Bookmarks', '--against', 'HEAD'])).toMatchObject({ code: 0 });
});

test.each([
  ['PLUGIN_TENANT', /the organization is in everything/],
  ['schema_breaks', /Mark the field @deprecated/],
  ['FORBIDDEN', /lacks the role/],
])('explain %s shows its meaning', async (code, words) => {
  expect((await run(['explain', code])).stdout).toMatch(words);
});

test.each([
  [['explain', 'NOTHING'], 'The code NOTHING does not exist.'],
  [['config', 'burn'], 'Usage: nimbus config check|print|schema|import'],
  [['check', '--plugin', 'Nobody'], 'lists no subgraph "Nobody"'],
  [['check', '--against', 'nowhere'], '"nowhere" is neither a file nor a git ref.'],
])('nimbus %j is refused with the correct usage', async (args, words) => {
  const { code, stderr } = await run(args);
  expect(code).toBe(1);
  expect(stderr).toContain(words);
});

test('broker prints a user for each process, with the passwords of an .env file, and reports a missing password', async () => {
  const file = join(folder, '.env');
  writeFileSync(file, (await run(['keys'])).stdout);
  const { stdout } = await run(['broker', '--env-file', file]);
  const { NATS_BOOKMARKS_PASSWORD: password } = parseEnv(readFileSync(file, 'utf8'));
  const [, users = '[]'] = /users: (\[[^]*\]) }/.exec(stdout) ?? [];
  const listed = JSON.parse(users) as { user: string; password: string; permissions?: object }[];
  expect(listed.map(({ user }) => user).slice(0, 4)).toEqual(['nimbus', 'gateway', 'Core', 'Bookmarks']);
  expect(listed.find(({ user }) => user === 'Bookmarks')).toMatchObject({ password });
  expect(listed.slice(1).every(({ permissions }) => permissions !== undefined)).toBe(true);
  writeFileSync(file, "NATS_GATEWAY_PASSWORD='a'\nNATS_CORE_PASSWORD='b'\n");
  expect((await run(['broker', '--env-file', file])).stderr).toContain(
    'has no NATS_BOOKMARKS_PASSWORD. Add a line',
  );
});

test('keys rotate prints steps at each of which the assertions of all gateways are verified', async () => {
  const file = join(folder, 'rotated.env');
  writeFileSync(file, (await run(['keys'])).stdout);
  const { NIMBUS_ASSERTION_PRIVATE_KEY: old = '', NIMBUS_ASSERTION_PUBLIC_KEY: before = '' } = parseEnv(
    readFileSync(file, 'utf8'),
  );
  const { stdout } = await run(['keys', 'rotate', '--env-file', file]);
  const [first = '', second = '', third = ''] = stdout.split(/^# \d.*$/m).slice(1);
  const next = parseEnv(second)['NIMBUS_ASSERTION_PRIVATE_KEY'] ?? '';
  const phases = [
    [[before, publicIn(first)], [old]],
    [[publicIn(first)], [old, next]],
    [[publicIn(first), publicIn(third)], [next]],
  ] as const;
  for (const [subgraphs, gateways] of phases)
    for (const known of subgraphs)
      for (const signing of gateways) expect(await verified(known, signing)).toBe('acme');
});

test('keys encryption makes the key of a plugin, and prints steps in which processes of two adjacent ones read what both write', async () => {
  const file = join(folder, 'encrypted.env');
  const [printed, { stdout: made }, refused] = (await Promise.all(
    [['keys'], ['keys', 'encryption', 'Teams'], ['keys', 'encryption', 'no plugin']].map((args) => run(args)),
  )) as [Ran, Ran, Ran];
  const all = parseEnv(printed.stdout);
  writeFileSync(file, made);
  const { TEAMS_ENCRYPTION_KEY: old = '' } = parseEnv(made);
  for (const key of [all['BOOKMARKS_ENCRYPTION_KEY'], old])
    expect(Buffer.from(key ?? '', 'base64')).toHaveLength(32);
  const { stdout } = await run(['keys', 'encryption', 'Teams', '--env-file', file]);
  const steps = stdout.split(/^# \d.*$/m).slice(1);
  const phases = [[old], ...steps.map(keysIn)];
  expect(phases).toHaveLength(4);
  for (const [index, known] of phases.entries())
    for (const [writing] of phases.slice(Math.max(index - 1, 0), index + 2)) expect(known).toContain(writing);
  expect(phases[3]).not.toContain(old);
  expect(refused.code).toBe(1);
});

const keysIn = (step: string) => {
  const { TEAMS_ENCRYPTION_KEY: current, TEAMS_PREVIOUS_ENCRYPTION_KEY: previous } = parseEnv(step);
  return [current, previous];
};

const publicIn = (step: string) => parseEnv(step)['NIMBUS_ASSERTION_PUBLIC_KEY'] ?? '';

/** The organization in an assertion of a gateway with this private key, for a subgraph that knows these public ones. */
async function verified(known: string, signing: string): Promise<string> {
  const tenant = { org: 'acme', userId: null, roles: ['member'] } as const;
  const assertion = await signAssertion(tenant, 'Core', await importAssertionKey(signing));
  return (await createVerify('Core', ...(await importAssertionKeys(known)))(assertion)).org;
}

/** As the guide of the old system has it. */
const oldSettings = {
  Base: {
    active_plugins: [
      'LLM_Plugin',
      'Nimbus_Plugin',
      'SharePoint',
      'PowerBI',
      'TeamsPlugin',
      'Bookmarks_Plugin',
    ],
  },
};

test('config import makes our settings of the old system’s, and overwrites nothing silently', async () => {
  const old = settings('VaultSettings.json', oldSettings);
  const out = join(folder, 'imported.json');
  const written = await run(['config', 'import', old, '--out', out]);
  expect([written.code, written.stdout]).toEqual([0, '']);
  const imported = JSON.parse(readFileSync(out, 'utf8')) as { Base: { active_plugins: string[] } };
  expect(imported.Base.active_plugins).toContain('Bookmarks');
  expect(imported).toMatchObject({ Bookmarks: {}, Core: {} });
  const missing = written.stderr.match(/is no plugin of supergraph\.yaml/g)?.length ?? 0;
  expect(imported.Base.active_plugins.length + missing).toBe(6);
  writeFileSync(out, 'mine');
  const refused = await run(['config', 'import', old, '--out', out]);
  expect([refused.code, readFileSync(out, 'utf8')]).toEqual([1, 'mine']);
  expect(refused.stderr).toMatch(/exists already.*--force/);
  await run(['config', 'import', old, '--out', out, '--force']);
  expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(imported);
  expect(JSON.parse((await run(['config', 'import', old])).stdout)).toEqual(imported);
});
