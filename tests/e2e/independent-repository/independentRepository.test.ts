import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@nimbusvault/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkPackages } from '../../support/linkPackages.ts';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const team = mkdtempSync(join(tmpdir(), 'nimbusvault-team-'));
const repository = join(team, 'Labels');
const bin = join(team, 'node_modules/@nimbusvault/sdk/bin/nimbus.mjs');

let vault: OwnVault;
let dev: ChildProcess | undefined;
beforeAll(async () => {
  vault = await startOwnVault();
  installPackedSdk();
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

/** What "npm install" does with the packed SDK: its dependencies are those that are installed here. */
function installPackedSdk(): void {
  const packed = execFileSync(process.execPath, [join(root, 'scripts/pack-sdk.mjs'), team], {
    encoding: 'utf8',
  });
  linkPackages(root, team);
  rmSync(join(team, 'node_modules/@nimbusvault'), { recursive: true });
  mkdirSync(join(team, 'node_modules/@nimbusvault/sdk'), { recursive: true });
  execFileSync('tar', [
    'xzf',
    packed.trim(),
    '--strip-components=1',
    '-C',
    join(team, 'node_modules/@nimbusvault/sdk'),
  ]);
}

function run(file: string, ...args: readonly string[]): string {
  const env = { ...process.env, NIMBUS_STATE: vault.stack.stateDir };
  const cwd = file === bin && args[0] === 'new' ? team : repository;
  return execFileSync(process.execPath, [file, ...args], { cwd, env, encoding: 'utf8', timeout: 120_000 });
}

test('a plugin in a repository of its own has only the SDK, and comes into a running vault', async () => {
  const { admin } = await vault.makeOrg();
  run(bin, 'new', 'Labels');
  run(bin, 'schema', 'Labels', '--out', 'schema.graphql');
  expect(run(join(team, 'node_modules/vitest/vitest.mjs'), 'run', '--root', repository)).toMatch(
    /Tests .*5 passed/,
  );
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

  change('resolvers.ts', (text) => text.replace('Query: {', "Query: {\n    motto: () => 'ours',"));
  change('schema.ts', (text) => text.replace('type Query {', 'type Query {\n    motto: String'));
  await eventually(async () => (await admin.query('{ motto }')).data?.motto === 'ours', 60_000);
}, 240_000);

function change(file: string, to: (text: string) => string): void {
  writeFileSync(join(repository, file), to(readFileSync(join(repository, file), 'utf8')));
}
