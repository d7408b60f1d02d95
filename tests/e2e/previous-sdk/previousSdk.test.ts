import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkPackages } from '../../support/linkPackages.ts';
import { startOwnVault, type OwnVault } from '../../support/ownVault.ts';
import { unpackInto } from '../../support/packedPackages.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const team = mkdtempSync(join(tmpdir(), 'nimbusvault-previous-'));
const repository = join(team, 'Labels');
/** The SDK 0.1.0 of commit 4bb5887, before it was split into several packages. */
const previous = fileURLToPath(new URL('./nimbusvault-sdk-0.1.0-4bb5887.tgz', import.meta.url));
const previousBin = join(team, 'node_modules/@nimbusvault/sdk/bin/nimbus.mjs');

let vault: OwnVault;
let dev: ChildProcess | undefined;
beforeAll(async () => {
  linkPackages(root, team);
  rmSync(join(team, 'node_modules/@nimbusvault'), { recursive: true });
  unpackInto(team, 'sdk', previous);
  execFileSync(process.execPath, [previousBin, 'new', 'Labels'], { cwd: team });
  const schema = ['schema', 'Labels', '--out', 'schema.graphql'];
  execFileSync(process.execPath, [previousBin, ...schema], { cwd: repository });
  vault = await startOwnVault(({ Base, ...others }) => ({
    ...others,
    Base: { ...Base, addresses: { Labels: ['http://127.0.0.1:*/graphql'] } }, // its "nimbus dev" does not report its address
  }));
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

const environment = () => ({ ...process.env, NIMBUS_STATE: vault.stack.stateDir });

test('a plugin that was built with the SDK before messages named their senders is refused, with the way out', async () => {
  const { admin } = await vault.makeOrg();
  const options = { cwd: repository, env: environment() };
  dev = spawn(process.execPath, [previousBin, 'dev', 'Labels'], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(dev.stdout as NonNullable<ChildProcess['stdout']>, 'data')) as [Buffer];
  expect(String(said)).toContain('Labels runs in the vault at');
  execFileSync(process.execPath, [previousBin, 'publish', 'Labels'], options);
  const activate = [previousBin, 'activate', 'Labels', '--watch', '0'];
  const { status, stderr } = spawnSync(process.execPath, activate, { ...options, encoding: 'utf8' });
  expect(stderr).toMatch(/Labels was built with SDK 0\.1\.0.*SDK_TOO_OLD.*docs\/upgrading\.md/);
  expect(status).toBe(1);
  const { data } = await admin.query('{ __type(name: "Query") { fields { name } } }');
  expect(JSON.stringify(data)).not.toContain('"labels"');
});

test('"nimbus check" names every required change of its source, with the replacement', () => {
  const nimbus = join(root, 'sdk/cli/bin/nimbus.mjs');
  const check = () =>
    execFileSync(process.execPath, [nimbus, 'check', '--plugin', 'Labels'], {
      cwd: repository,
      env: { ...process.env, NIMBUS_STATE: join(team, 'none') },
      encoding: 'utf8',
    });
  expect(outputOf(check)).toMatch(/Import @nimbusvault\/testing[^]*@nimbusvault\/runtime/);

  for (const file of ['labels.test.ts', 'isolation.test.ts'])
    change(join('tests', file), (text) => text.replace('@nimbusvault/sdk/testing', '@nimbusvault/testing'));
  change('package.json', (text) =>
    text.replace(
      '"@nimbusvault/sdk": "0.1.0"',
      '"@nimbusvault/runtime": "0.2.0",\n    "@nimbusvault/sdk": "0.2.0"',
    ),
  );
  expect(outputOf(check)).not.toContain('PLUGIN_UPGRADE');
});

/** The output of a command, whether it succeeds or not. */
function outputOf(command: () => string): string {
  try {
    return command();
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}

function change(file: string, to: (text: string) => string): void {
  const path = join(repository, file);
  writeFileSync(path, to(readFileSync(path, 'utf8')));
}
