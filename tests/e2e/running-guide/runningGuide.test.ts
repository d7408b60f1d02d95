import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@nimbusvault/testing';
import { expect, test } from 'vitest';
import { startPaperhub } from '../../../examples/Contracts/tests/paperhub.ts';
import { copyRepository } from '../../support/copyRepository.ts';
import { readBlocks } from '../../support/markdown.ts';
import { startOwnVault } from '../../support/ownVault.ts';
import { runShell } from '../../support/runShell.ts';
import { patternOf, runsIn } from '../../support/shown.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const documentedUrl = 'http://127.0.0.1:4000/graphql';

test('the commands of docs/guide/running.md bring Contracts from its own folder into a running vault', async () => {
  await using paperhub = await startPaperhub(250);
  await using vault = await startOwnVault();
  using copy = copyRepository(root);
  const cwd = join(copy.folder, 'examples/Contracts');
  const env = {
    PATH: `${join(copy.folder, 'node_modules/.bin')}:${process.env['PATH']}`,
    NIMBUS_STATE: vault.stack.stateDir,
    PAPERHUB_URL: paperhub.url,
  };
  await using dev = startDev(cwd, env);
  expect(await dev.said).toContain('Contracts runs in the vault at');

  const runs = runsIn(readBlocks(join(root, 'docs/guide/running.md')));
  const commands = runs.map(({ command }) => command.replaceAll(documentedUrl, vault.stack.gatewayUrl));
  const printed = await runShell(commands, { cwd, env });

  expect(runs).toHaveLength(3);
  const expected = runs.map(({ shown = '' }) => expect.stringMatching(patternOf(shown)) as string);
  expect(printed.map((text) => text.trim())).toEqual(expected);
  await eventually(async () => paperhub.requests.filter(({ path }) => /cursor=\d/.test(path)).length >= 2);
});

interface Dev extends AsyncDisposable {
  /** The first text that it prints. */
  readonly said: Promise<string>;
}

function startDev(cwd: string, more: NodeJS.ProcessEnv): Dev {
  const env = { ...process.env, ...more };
  const dev = spawn('nimbus', ['dev', 'Contracts'], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(dev, 'exit');
  return {
    said: once(dev.stdout, 'data').then(String),
    async [Symbol.asyncDispose]() {
      dev.kill('SIGINT');
      await ended;
    },
  };
}
