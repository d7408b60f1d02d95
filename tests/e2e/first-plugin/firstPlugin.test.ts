import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startStack } from '@nimbusvault/vault';
import { expect, test } from 'vitest';
import { copyRepository } from '../../support/copyRepository.ts';
import { readBlocks } from '../../support/markdown.ts';
import { writeBookmarksSettings } from '../../support/ownVault.ts';
import { runShell } from '../../support/runShell.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const documentedUrl = 'http://127.0.0.1:4000/graphql';

test('the first plugin of README.md, pasted, is in the graph and its tests pass', async () => {
  using copy = copyRepository(root);
  const settingsFile = writeBookmarksSettings(copy.folder);
  const stack = await startStack({ settingsFile, supergraphFile: join(copy.folder, 'supergraph.yaml') });
  await using stopping = new AsyncDisposableStack();
  stopping.defer(() => stack.stop());
  const blocks = readBlocks(join(root, 'README.md'));
  const commands = blocks.filter(({ words }) => words.includes('plugin'));
  const shown = blocks[blocks.indexOf(commands.at(-1) ?? commands[0]!) + 1]?.text.trim();

  const printed = await runShell(
    commands.map(({ text }) => text.replaceAll(documentedUrl, stack.gatewayUrl)),
    { cwd: copy.folder, env: { NIMBUS_STATE: stack.stateDir } },
  );

  expect(commands).toHaveLength(2);
  expect(printed[0]).toMatch(/Tests .*5 passed.*Tags is active/s);
  expect(printed[1]?.trim()).toBe(shown);
});
