import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { sharedVault } from '../../support/sharedVault.ts';

const run = promisify(execFile);

test('without a supervisor an organization is created with the settings of the environment', async () => {
  const slug = `env-${randomUUID().slice(0, 8)}`;
  const create = () =>
    run(
      process.execPath,
      ['sdk/cli/bin/nimbus.mjs', 'org', 'create', slug, '--admin', 'peter', '--from-environment'],
      {
        env: { ...process.env, DATABASE_URL: sharedVault().subgraphs['Core']?.databaseUrl },
      },
    );
  const { stdout } = await create();
  expect(JSON.parse(stdout)).toMatchObject({
    organization: { slug },
    admin: { username: 'peter', roles: ['admin'] },
  });
  await expect(create()).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('exists already'),
  });
});
